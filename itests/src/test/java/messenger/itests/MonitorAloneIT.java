package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The monitor in frameworks that have none of the APIs that it is made for, or get them later. */
class MonitorAloneIT {
    private static final String HEALTH_CHECK = "org.apache.felix.hc.api.HealthCheck";
    private static final String INVENTORY_PRINTER = "org.apache.felix.inventory.InventoryPrinter";
    private static final Set<String> OPTIONAL =
            Set.of("org.apache.felix.hc.api", "org.apache.felix.inventory", "io.micrometer.core.instrument");

    @TempDir
    Path directory;

    @Test
    void worksWithoutTheApisAndWithThemOnceTheyAreThere() throws Exception {
        try (OutputCopy output = new OutputCopy();
                PlainFelix felix = new PlainFelix(Delivered.jar(), directory)) {
            Bundle monitor = monitor(felix);
            BundleContext context = monitor.getBundleContext().getBundle(0).getBundleContext();
            MessengerBeans beans = new MessengerBeans(context);
            assertEquals(Set.of(), optionalWires(monitor));
            felix.execute("msgr:create osd.5 --bind tcp://127.0.0.1:0");
            awaitBeans(beans, Set.of("osd.5/any", "osd.5/simple"));
            assertFalse(isThere(context, HEALTH_CHECK));
            assertFalse(isThere(context, INVENTORY_PRINTER));

            List<Bundle> apis = new ArrayList<>();
            for (Path jar : MonitoringApis.bundles()) {
                apis.add(context.installBundle(jar.toUri().toString()));
            }
            for (Bundle api : apis) {
                api.start();
            }
            refresh(context, monitor);
            assertEquals(OPTIONAL, optionalWires(monitor));
            awaitBeans(beans, Set.of("osd.5/any", "osd.5/simple"));
            Await.until(() -> isThere(context, HEALTH_CHECK), () -> HEALTH_CHECK);
            Await.until(() -> isThere(context, INVENTORY_PRINTER), () -> INVENTORY_PRINTER);
            String health = String.valueOf(felix.execute("hc:exec -v messenger"));
            assertTrue(health.contains("Messenger sessions"), health);
            assertTrue(health.contains("osd.5: transports [simple]"), health);

            for (Bundle api : apis) {
                api.uninstall();
            }
            refresh(context, null);
            assertEquals(Set.of(), optionalWires(monitor));
            awaitBeans(beans, Set.of("osd.5/any", "osd.5/simple"));
            assertFalse(isThere(context, HEALTH_CHECK));
            felix.execute("msgr:remove osd.5");
            awaitBeans(beans, Set.of());
            assertEquals(Bundle.ACTIVE, monitor.getState());
            assertEquals(
                    List.of(),
                    output.lines().stream().filter(MonitorAloneIT::isTrouble).toList());
        }
    }

    @Test
    void twoFrameworksOfOneJvmDoNotMeet() throws Exception {
        try (PlainFelix first = new PlainFelix(Delivered.jar(), directory.resolve("first"))) {
            MessengerBeans firstBeans = new MessengerBeans(monitor(first).getBundleContext());
            first.execute("msgr:create osd.5 --bind tcp://127.0.0.1:0");
            MessengerBeans secondBeans;
            try (PlainFelix second = new PlainFelix(Delivered.jar(), directory.resolve("second"))) {
                secondBeans = new MessengerBeans(monitor(second).getBundleContext());
                second.execute("msgr:create osd.5 --bind tcp://127.0.0.1:0");
                awaitBeans(firstBeans, Set.of("osd.5/any", "osd.5/simple"));
                awaitBeans(secondBeans, Set.of("osd.5/any", "osd.5/simple"));
                assertNotEquals(addresses(firstBeans), addresses(secondBeans));
            }
            assertEquals(Set.of(), secondBeans.all());
            assertEquals(Set.of("osd.5/any", "osd.5/simple"), firstBeans.all());
        }
    }

    @Test
    void operatorsReachAMessengerThroughItsBean() throws Exception {
        try (PlainFelix felix = new PlainFelix(Delivered.jar(), directory)) {
            MessengerBeans beans = new MessengerBeans(monitor(felix).getBundleContext());
            felix.execute("msgr:create osd.5 --bind tcp://127.0.0.1:0");
            felix.execute("msgr:create client.7 --policy osd=lossless_client");
            awaitBeans(beans, Set.of("client.7/any", "client.7/simple", "client.7/xio", "osd.5/any", "osd.5/simple"));
            String address = addresses(beans).getFirst();
            felix.execute("msgr:connect client.7 osd " + address);
            Await.until(() -> states(beans).equals(List.of("OPEN")), () -> "an open session: " + states(beans));
            Object[] within = {30L};
            assertEquals(
                    true, beans.server().invoke(beans.name("client.7", "any"), "drain", within, new String[] {"long"}));
            beans.server().invoke(beans.name("client.7", "any"), "markDown", new Object[] {address}, new String[] {
                String.class.getName()
            });
            Await.until(() -> states(beans).isEmpty(), () -> "the end of the session: " + states(beans));
        }
    }

    private static List<String> states(MessengerBeans beans) {
        try {
            return Arrays.stream(
                            (CompositeData[]) beans.server().getAttribute(beans.name("client.7", "any"), "Sessions"))
                    .map(session -> (String) session.get("state"))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> addresses(MessengerBeans beans) throws Exception {
        return List.of((String[]) beans.server().getAttribute(beans.name("osd.5", "any"), "Addresses"));
    }

    private static void awaitBeans(MessengerBeans beans, Set<String> expected) {
        Await.until(
                () -> {
                    try {
                        return beans.all().equals(expected);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                () -> {
                    try {
                        return expected + "; there are " + beans.all();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static Bundle monitor(PlainFelix felix) {
        return felix.bundles().stream()
                .filter(bundle -> "messenger.monitor".equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> optionalWires(Bundle monitor) {
        return monitor.adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package").stream()
                .map(MonitorAloneIT::packageOf)
                .filter(OPTIONAL::contains)
                .collect(Collectors.toSet());
    }

    private static String packageOf(BundleWire wire) {
        return String.valueOf(wire.getCapability().getAttributes().get("osgi.wiring.package"));
    }

    private static boolean isThere(BundleContext context, String service) {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(service, null);
            return all != null
                    && Arrays.stream(all)
                            .anyMatch(reference -> "messenger.monitor"
                                    .equals(reference.getBundle().getSymbolicName()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Wires a bundle anew, or what is left of those that were uninstalled. */
    private static void refresh(BundleContext context, Bundle bundle) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle()
                .adapt(FrameworkWiring.class)
                .refreshBundles(bundle == null ? null : List.of(bundle), event -> {
                    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                        refreshed.countDown();
                    }
                });
        assertTrue(refreshed.await(Await.LIMIT.toSeconds(), TimeUnit.SECONDS), "refresh");
    }

    private static boolean isTrouble(String line) {
        return line.contains("messenger.monitor")
                || (line.contains("messenger") && (line.contains("WARN") || line.contains("ERROR")));
    }
}
