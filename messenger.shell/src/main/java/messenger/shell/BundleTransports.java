package messenger.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                for (BundleCapability capability :
                        revision.getDeclaredCapabilities(MessengerConstants.TRANSPORT_NAMESPACE)) {
                    transports.add(info(bundle, capability.getAttributes()));
                }
            }
        }
        transports.sort(Comparator.comparing(TransportInfo::type));
        return transports;
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

    private static String state(int state) {
        return switch (state) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "stopped";
            default -> "not resolved";
        };
    }
}
