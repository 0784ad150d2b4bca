package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.junit.Test;
import org.ops4j.pax.exam.ProbeBuilder;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/** The transport is stopped, started and updated while messages flow; nobody but the wire notices. */
public class UpdateIT extends ContainerTest {
    private static final long SOME = 200;

    @ProbeBuilder
    public TestProbeBuilder withApplication(TestProbeBuilder probe) {
        return probe.setHeader("Service-Component", "OSGI-INF/application.xml");
    }

    @Test
    public void sessionOutlivesItsTransport() throws Exception {
        Bundle transport = bundle(wire().bundle());
        transport.stop();
        Set<String> threadsBefore = Leftovers.threads(wire().type);
        Set<String> descriptorsBefore = Leftovers.descriptors();
        transport.start();
        Messenger server = parties.listening("osd.0", Map.of("policy.default", "stateful_server"));
        EntityAddress address = Parties.address(server);
        parties.transport("osd.0", Map.of("bind", wire().at(address.port())));
        parties.dialling("client.4100", Map.of("policy.default", "lossless_client", "max.backoff", 500L));
        Application application = application();
        Connection connection = application.messenger().connect(EntityType.OSD, address);
        WeakReference<ClassLoader> oldLoader;
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

        try (NumberedTraffic traffic = new NumberedTraffic()) {
            parties.register(Dispatcher.class, traffic, Map.of(MessengerConstants.ENDPOINT, "osd.0"));
            traffic.start(connection);
            traffic.awaitArrived(SOME);

            transport.stop();
            assertEquals("threads of a stopped transport", threadsBefore, Leftovers.threads(wire().type));
            assertEquals("descriptors of a stopped transport", descriptorsBefore, Leftovers.descriptors());
            List<String> coresFiles = Leftovers.coresFiles(server.state().memory.regions);
            assertEquals("files of a stopped transport", coresFiles, Leftovers.openFiles());
            assertEquals("mappings of a stopped transport", coresFiles, Leftovers.mappedFiles());
            assertFalse(connection.isConnected());
            assertFalse(parties.isThere("client.4100", wire().type));
            traffic.awaitUnderWay(SOME);
            transport.start();
            traffic.awaitArrived(SOME);

            oldLoader = new WeakReference<>(transport.adapt(BundleWiring.class).getClassLoader(), collected);
            try (InputStream newer = Jars.withVersion(delivered(transport), "1.1.0")) {
                transport.update(newer);
            }
            assertEquals("1.1.0", transport.getVersion().toString());
            assertEquals(Bundle.ACTIVE, transport.getState());
            traffic.awaitArrived(SOME);
            traffic.finish();
        }

        assertSame(connection, application.messenger().connect(EntityType.OSD, address));
        assertEquals(List.of(connection), application.messenger().connections());
        assertTrue("the application was restarted", application.isActive());
        assertEquals(0, application.deactivations());
        assertEquals(
                List.of(),
                List.copyOf(context.getBundle(0).adapt(FrameworkWiring.class).getRemovalPendingBundles()));
        assertCollected(oldLoader, collected);
    }

    private Application application() throws InterruptedException {
        ServiceTracker<Application, Application> tracker = new ServiceTracker<>(context, Application.class, null);
        tracker.open();
        try {
            Application application = tracker.waitForService(Await.LIMIT.toMillis());
            assertNotNull("the application's reference is not satisfied; " + parties.describe(), application);
            return application;
        } finally {
            tracker.close();
        }
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static Path delivered(Bundle bundle) {
        return Path.of(URI.create(bundle.getLocation()));
    }

    private void assertCollected(WeakReference<ClassLoader> loader, ReferenceQueue<ClassLoader> collected)
            throws Exception {
        long end = System.nanoTime() + Await.LIMIT.toNanos();
        while (!loader.refersTo(null)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the class loader of the old version is still held; the heap is in "
                        + HeapDump.write(wire().bundle() + "-held"));
            }
            System.gc();
            collected.remove(100);
        }
    }
}
