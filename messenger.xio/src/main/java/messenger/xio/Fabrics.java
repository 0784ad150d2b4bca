package messenger.xio;

import java.io.IOException;
import messenger.xio.XioSettings.FabricChoice;
import messenger.xio.fabric.Fabric;
import messenger.xio.shm.ShmFabric;

/** Chooses the network below a messenger. */
final class Fabrics {
    private Fabrics() {}

    /**
     * Opens the fabric that the settings ask for.
     *
     * @throws IllegalStateException naming what is missing and the remedy
     */
    static Fabric open(XioSettings settings) {
        if (settings.fabric() == FabricChoice.RDMA) {
            throw new IllegalStateException("fabric rdma is not there yet; allowed: auto and shm");
        }
        try {
            return new ShmFabric(settings.shmDirectory(), settings.shmUsers());
        } catch (IOException e) {
            throw new IllegalStateException("fabric shm cannot be used: " + e.getMessage(), e);
        }
    }
}
