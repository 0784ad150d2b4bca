package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** A transport's bundle is updated again and again under load: nothing of an old revision is left. */
public class ManyUpdatesIT extends ContainerTest {
    private static final int UPDATES = Integer.getInteger("messenger.updates", 100);

    /** What a heap may grow by between the first quarter of the updates and the last, in bytes. */
    private static final long FLAT = 8 << 20;

    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    @Test
    public void nothingOfOldRevisionsIsLeft() throws Exception {
        Bundle transport = Bundles.named(context, wire().bundle());
        transport.stop();
        Set<String> threadsBefore = Leftovers.threads(wire().type);
        Set<String> descriptorsBefore = Leftovers.descriptors();
        transport.start();
        int port = FreePort.find();
        parties.endpoint("osd.0", Map.of("policy.default", "stateful_server"));
        parties.transport("osd.0", Map.of("bind", wire().at(port)));
        parties.messenger("osd.0", wire().type);
        Messenger server = parties.messenger("osd.0", "any");
        Messenger client = parties.dialling(
                "client.4100", Map.of("policy.default", "lossless_client", "initial.backoff", 5L, "max.backoff", 50L));
        Connection connection = client.connect(EntityType.OSD, Parties.address(server));
        long heapEarly = 0;
        int classesEarly = 0;
        try (NumberedTraffic traffic = new NumberedTraffic()) {
            parties.register(Dispatcher.class, traffic, Map.of(MessengerConstants.ENDPOINT, "osd.0"));
            traffic.start(connection);
            for (int update = 1; update <= UPDATES; update++) {
                traffic.awaitArrived(5);
                update(transport, update);
                if (update == UPDATES / 4) {
                    awaitCollected();
                    heapEarly = usedHeap();
                    classesEarly = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
                }
            }
            traffic.finish();
        }

        awaitCollected();
        long growth = usedHeap() - heapEarly;
        assertTrue("heap grew by " + growth + " bytes", growth < FLAT);
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() - classesEarly;
        assertTrue("loaded classes grew by " + classes, classes < 500);
        transport.stop();
        assertEquals("threads", threadsBefore, Leftovers.threads(wire().type));
        assertEquals("descriptors", descriptorsBefore, Leftovers.descriptors());
        List<String> coresFiles = Leftovers.coresFiles(server.state().memory.regions);
        assertEquals("open files", coresFiles, Leftovers.openFiles());
        assertEquals("mapped files", coresFiles, Leftovers.mappedFiles());
        System.out.println(
                wire().bundle() + ": " + UPDATES + " updates, heap +" + growth + " bytes, classes +" + classes);
    }

    private void update(Bundle transport, int number) throws Exception {
        loaders.add(new WeakReference<>(transport.adapt(BundleWiring.class).getClassLoader()));
        Path delivered = Path.of(URI.create(transport.getLocation()));
        try (InputStream newer = Jars.withVersion(delivered, "1.1." + number)) {
            transport.update(newer);
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The class loaders of all old revisions go; a few of the newest may still be waited for. */
    private void awaitCollected() {
        Await.until(
                () -> {
                    System.gc();
                    loaders.removeIf(loader -> loader.refersTo(null));
                    return loaders.isEmpty();
                },
                () -> {
                    try {
                        return "the end of " + loaders.size() + " class loaders; the heap is in "
                                + HeapDump.write(wire().bundle() + "-held");
                    } catch (Exception e) {
                        return e.toString();
                    }
                });
    }
}
