package messenger.xio;

import java.io.IOException;
import java.util.Locale;
import messenger.xio.XioSettings.FabricChoice;
import messenger.xio.XioSettings.RdmaProviderChoice;
import messenger.xio.fabric.Fabric;
import messenger.xio.rdma.RdmaAvailability;
import messenger.xio.rdma.RdmaFabric;
import messenger.xio.shm.ShmFabric;
import messenger.xio.verbs.ProviderKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the network below a messenger. */
final class Fabrics {
    private static final Logger LOG = LoggerFactory.getLogger(Fabrics.class);

    private Fabrics() {}

    /**
     * Opens the fabric that the settings ask for.
     *
     * @throws IllegalStateException naming what is missing and the remedy
     */
    static Fabric open(XioSettings settings) {
        FabricChoice choice = settings.fabric();
        try {
            return choice == FabricChoice.RDMA || (choice == FabricChoice.AUTO && isRdmaUsable(settings))
                    ? new RdmaFabric(provider(settings))
                    : new ShmFabric(settings.shmDirectory(), settings.shmUsers());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "fabric " + choice.name().toLowerCase(Locale.ROOT) + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static boolean isRdmaUsable(XioSettings settings) {
        RdmaAvailability rdma = RdmaAvailability.check(provider(settings));
        LOG.info("fabric auto takes {}: {}", rdma.available() ? "rdma" : "shm", rdma.reason());
        return rdma.available();
    }

    static ProviderKind provider(XioSettings settings) {
        return settings.provider() == RdmaProviderChoice.OWN ? ProviderKind.OWN : ProviderKind.DISNI;
    }
}
