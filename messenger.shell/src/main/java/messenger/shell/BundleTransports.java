package messenger.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import messenger.api.MessengerConstants;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Transports by the capability {@code messenger.transport} of their bundles. */
final class BundleTransports implements Transports {
    private static final String PID_PREFIX = "messenger.";

    private final BundleContext context;

    BundleTransports(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<TransportInfo> all() {
        List<TransportInfo> transports = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            capabilities(bundle).forEach(c -> transports.add(info(bundle, c.getAttributes())));
        }
        transports.sort(Comparator.comparing(TransportInfo::type));
        return transports;
    }

    /** The bundle that provides a transport. */
    static Optional<Bundle> find(BundleContext context, String type) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> capabilities(bundle).stream()
                        .anyMatch(c -> type.equals(c.getAttributes().get("type"))))
                .findFirst();
    }

    private static List<BundleCapability> capabilities(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? List.of() : revision.getDeclaredCapabilities(MessengerConstants.TRANSPORT_NAMESPACE);
    }

    private static TransportInfo info(Bundle bundle, Map<String, Object> attributes) {
        String type = String.valueOf(attributes.get("type"));
        return new TransportInfo(
                type,
                String.valueOf(attributes.getOrDefault("scheme", type)),
                PID_PREFIX + type,
                bundle.getSymbolicName() + " " + bundle.getVersion(),
                state(bundle.getState()));
    }

    static String state(int state) {
        return switch (state) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "stopped";
            default -> "not resolved";
        };
    }
}
