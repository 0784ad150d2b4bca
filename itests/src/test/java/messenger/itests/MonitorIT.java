package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.inject.Inject;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.After;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Messengers as health checks, inventory and metrics show them in a container that has all of these. */
public class MonitorIT extends ContainerTest {
    private static final String HEALTH_PID = "messenger.monitor.health";

    @Inject
    private HealthCheckExecutor executor;

    @Override
    @Configuration
    public Option[] container() throws IOException {
        List<Option> options = new ArrayList<>(Arrays.asList(super.container()));
        for (Path jar : MonitoringApis.bundles()) {
            options.add(bundle(jar.toUri().toString()));
        }
        return options.toArray(Option[]::new);
    }

    @After
    public void forgetConfiguration() throws IOException {
        admin.getConfiguration(HEALTH_PID, "?").delete();
    }

    private Map<String, Result> health() {
        HealthCheckExecutionOptions now = new HealthCheckExecutionOptions();
        now.setForceInstantExecution(true);
        Map<String, Result> results = new TreeMap<>();
        for (HealthCheckExecutionResult each : executor.execute(HealthCheckSelector.tags("messenger"), now)) {
            results.put(each.getHealthCheckMetadata().getName(), each.getHealthCheckResult());
        }
        return results;
    }

    private void awaitHealth(String check, Result.Status status, String text) {
        Await.until(
                () -> {
                    Result result = health().get(check);
                    return result != null
                            && result.getStatus() == status
                            && result.toString().contains(text);
                },
                () -> check + " " + status + " with " + text + "; it is " + health());
    }

    private static String freeAddress() throws IOException {
        return "tcp://127.0.0.1:" + FreePort.find();
    }

    @Test
    public void healthIsOkWhenAllIsWell() throws Exception {
        Messenger server = parties.listening("osd.0", Map.of());
        Messenger client = parties.dialling("client.1", Map.of("policy.osd", "lossless_client"));
        Connection connection = client.connect(EntityType.OSD, Parties.address(server));
        Await.until(connection::isConnected, parties::describe);
        awaitHealth("Messenger sessions", Result.Status.OK, "sessions: 2, open: 2");
        awaitHealth("Messenger transports", Result.Status.OK, "osd.0: transports [simple]");
        assertEquals(
                Set.of("Messenger dispatch", "Messenger sessions", "Messenger throttles", "Messenger transports"),
                health().keySet());
        health().forEach((name, result) -> assertEquals(name + result, Result.Status.OK, result.getStatus()));
    }

    @Test
    public void healthNamesWhoCannotConnect() throws Exception {
        admin.getConfiguration(HEALTH_PID, "?").update(new Hashtable<>(Map.of("connecting.max", 1L)));
        Messenger client = parties.dialling("client.1", Map.of("policy.osd", "lossless_client"));
        String address = freeAddress();
        client.connect(EntityType.OSD, EntityAddress.parse(address))
                .send(Message.builder(1).build());
        awaitHealth(
                "Messenger sessions",
                Result.Status.WARN,
                "client.1: the session with osd.? at " + EntityAddress.parse(address));
    }

    @Test
    public void healthNamesWhatIsMissing() throws Exception {
        parties.endpoint("osd.0", Map.of("required.dispatchers", "orders"));
        awaitHealth("Messenger transports", Result.Status.CRITICAL, "osd.0: no transport is attached");
        awaitHealth("Messenger dispatch", Result.Status.WARN, "osd.0: dispatch waits for [");
        admin.getConfiguration(HEALTH_PID, "?")
                .update(new Hashtable<>(Map.of("required.endpoints", new String[] {"osd.7"})));
        awaitHealth("Messenger transports", Result.Status.CRITICAL, "osd.7: this endpoint is absent");
    }

    @Test
    public void inventoryShowsEndpointsAsTextJsonAndZip() throws Exception {
        Messenger server = parties.listening("osd.0", Map.of());
        InventoryFrontEnd inventory = new InventoryFrontEnd(context);
        String address = Parties.address(server).toString();

        String text = inventory.text("/config/messenger.txt");
        assertTrue(text, text.contains("Endpoint osd.0\n") && text.contains("listens at  " + address));
        String json = inventory.text("/config/messenger.json").replace("\\/", "/");
        assertTrue(json, json.contains("\"name\":\"osd.0\"") && json.contains("\"addresses\":[\"" + address + "\"]"));
        Set<String> entries = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(inventory.get("/config/all.zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.add(entry.getName());
            }
        }
        assertTrue(entries.toString(), entries.containsAll(Set.of("000_Messenger.txt", "json/000_Messenger.json")));
    }

    @Test
    public void metricsComeAndGoWithEndpointsAndRegistries() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        parties.register(MeterRegistry.class, registry, Map.of());
        Messenger server = parties.listening("osd.0", Map.of());
        parties.inbox("osd.0");
        var clientConfiguration = parties.endpoint("client.1", Map.of("policy.osd", "lossless_client"));
        parties.transport("client.1", Map.of());
        Connection connection = parties.messenger("client.1", "any").connect(EntityType.OSD, Parties.address(server));
        for (int i = 0; i < 10; i++) {
            connection.send(Message.builder(1).build());
        }
        Await.until(
                () -> count(registry, "messenger.received.messages", "osd.0", "client") == 10,
                () -> "10 messages; " + parties.describe());
        Await.until(() -> count(registry, "messenger.dispatched.messages", "osd.0", null) >= 10, () -> "10 dispatched");
        Await.until(() -> count(registry, "messenger.sent.messages", "client.1", "osd") == 10, () -> "10 sent");
        assertEquals(
                1,
                registry.get("messenger.links")
                        .tags("endpoint", "osd.0", "transport", "simple")
                        .gauge()
                        .value(),
                0);

        parties.delete(clientConfiguration);
        Await.until(() -> endpoints(registry).equals(Set.of("osd.0")), () -> "osd.0 only: " + endpoints(registry));
    }

    private static Set<String> endpoints(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getTag("endpoint"))
                .collect(Collectors.toSet());
    }

    /** The value of a counter; -1 while it is not there, in which case reading a gauge makes it come. */
    private static double count(MeterRegistry registry, String name, String endpoint, String peer) {
        for (Gauge gauge : registry.find("messenger.handshakes").gauges()) {
            gauge.value();
        }
        var search = registry.find(name).tag("endpoint", endpoint);
        FunctionCounter counter = (peer == null ? search : search.tag("peer", peer)).functionCounter();
        return counter == null ? -1 : counter.count();
    }

    @Test
    public void nothingOfAnUpdatedTransportIsHeld() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        parties.register(MeterRegistry.class, registry, Map.of());
        Messenger server = parties.listening("osd.0", Map.of());
        Messenger client = parties.dialling("client.1", Map.of("policy.osd", "lossless_client"));
        Connection connection = client.connect(EntityType.OSD, Parties.address(server));
        Await.until(connection::isConnected, parties::describe);
        MessengerBeans beans = new MessengerBeans(context);
        assertNotNull(beans.server().getAttribute(beans.name("osd.0", "simple"), "Links"));
        health();
        new InventoryFrontEnd(context).get("/config/messenger.json");
        registry.getMeters().forEach(meter -> meter.measure().forEach(measurement -> measurement.getValue()));

        Bundle simple = Arrays.stream(context.getBundles())
                .filter(each -> "messenger.simple".equals(each.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        WeakReference<ClassLoader> old =
                new WeakReference<>(simple.adapt(BundleWiring.class).getClassLoader(), collected);
        simple.stop();
        assertEquals(Set.of("client.1/any", "osd.0/any"), beans.all());
        try (InputStream newer = Jars.withVersion(Path.of(URI.create(simple.getLocation())), "1.1.0")) {
            simple.update(newer);
        }
        simple.start();
        assertCollected(old, collected);
    }

    private static void assertCollected(WeakReference<ClassLoader> loader, ReferenceQueue<ClassLoader> collected)
            throws Exception {
        long end = System.nanoTime() + Await.LIMIT.toNanos();
        while (!loader.refersTo(null)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the class loader of the old messenger.simple is still held; the heap is in "
                        + HeapDump.write("messenger.simple-held"));
            }
            System.gc();
            collected.remove(100);
        }
    }
}
