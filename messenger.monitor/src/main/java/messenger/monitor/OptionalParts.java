package messenger.monitor;

import java.util.List;
import java.util.Map;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Enables the components whose API this bundle is wired to. */
@Component(
        immediate = true,
        service = {})
public final class OptionalParts {
    private static final Map<String, List<String>> COMPONENTS = Map.of(
            "javax.management", List.of(MBeans.NAME),
            "org.apache.felix.hc.api",
                    List.of(TransportCheck.NAME, SessionCheck.NAME, DispatchCheck.NAME, ThrottleCheck.NAME),
            "org.apache.felix.inventory", List.of(MessengerPrinter.NAME),
            "io.micrometer.core.instrument", List.of(Metrics.NAME));

    /** Enables them; the framework makes this component anew when it wires the bundle anew. */
    @Activate
    public OptionalParts(ComponentContext context) {
        context
                .getBundleContext()
                .getBundle()
                .adapt(BundleWiring.class)
                .getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)
                .stream()
                .map(OptionalParts::packageOf)
                .flatMap(name -> COMPONENTS.getOrDefault(name, List.of()).stream())
                .forEach(context::enableComponent);
    }

    private static String packageOf(BundleWire wire) {
        return (String) wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
    }
}
