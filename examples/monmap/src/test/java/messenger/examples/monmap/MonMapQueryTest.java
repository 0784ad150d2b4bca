package messenger.examples.monmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.Policy;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.examples.monmap.PretendedMonitor.Answer;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queries over real sockets. */
class MonMapQueryTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 1_000_000;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Answer ADMITTED = new Answer(MonitorMessages.AUTH_REPLY, Captured.bytes(Captured.ADMITTED));
    private static final Answer MAP = new Answer(MonitorMessages.MON_MAP, Captured.bytes(Captured.ONE_MONITOR));

    /** What a monitor says that wants cephx: method 2, EACCES. */
    private static final Answer CEPHX =
            new Answer(MonitorMessages.AUTH_REPLY, Captured.bytes("02000000f3ffffff00000000000000000000000000000000"));

    private final CoreRuntime runtime = CoreRuntime.create();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final PretendedMonitor monitor = new PretendedMonitor();

    private CoreEndpoint endpoint(String name, Policy policy, Dispatcher dispatcher, EntityAddress... bind) {
        CoreEndpoint endpoint =
                new CoreEndpoint(EndpointSettings.of(name).defaultPolicy(policy).build(), runtime);
        endpoint.addDispatcher(dispatcher, null, 0);
        open.add(new SimpleMessenger(
                endpoint,
                SimpleSettings.builder().bind(bind).anyPort().threads(1).build()));
        open.add(endpoint);
        return endpoint;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        runtime.close();
    }

    private EntityAddress listening(String name) {
        return endpoint(name, Policy.statelessServer(), monitor, EntityAddress.parse("tcp://127.0.0.1:0"))
                .messenger()
                .addresses()
                .getFirst();
    }

    private MonMap ask(EntityAddress address, Duration limit) throws InterruptedException {
        MonMapQuery query = new MonMapQuery(address);
        CoreEndpoint client = endpoint("client.4100", Policy.losslessClient(), query);
        try {
            return query.run(client.messenger(), limit);
        } finally {
            awaitNone(client);
        }
    }

    /** A session ends in its own time. */
    private static void awaitNone(CoreEndpoint client) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!client.messenger().connections().isEmpty()) {
            assertTrue(
                    System.nanoTime() - end < 0,
                    () -> "left: " + client.messenger().state());
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private String failure(EntityAddress address, Duration limit) {
        return assertThrows(IllegalStateException.class, () -> ask(address, limit))
                .getMessage();
    }

    @Test
    void mapIsFetched() throws Exception {
        monitor.answering(MonitorMessages.AUTH, ADMITTED).answering(MonitorMessages.MON_GET_MAP, MAP);
        assertEquals(MonMapReader.read(Captured.bytes(Captured.ONE_MONITOR)), ask(listening("mon.0"), LIMIT));
        assertEquals(Captured.bytes(Captured.AUTH), monitor.lastAuth, "AUTH is the one that Ceph sends");
    }

    @Test
    void mapBeforeAdmissionIsNoAnswer() {
        monitor.answering(MonitorMessages.AUTH, MAP, CEPHX);
        String why = failure(listening("mon.0"), LIMIT);
        assertTrue(why.contains("result -13") && why.contains("auth_client_required = none"), why);
    }

    @Test
    void silenceEndsWithTheTime() {
        monitor.answering(MonitorMessages.AUTH, ADMITTED);
        String why = failure(listening("mon.0"), SHORT);
        assertTrue(why.contains("within 300 ms") && why.contains("has admitted the client"), why);
    }

    @Test
    void peerThatIsNoMonitorIsNamed() {
        String why = failure(listening("osd.0"), SHORT);
        assertTrue(why.contains("check that the peer is a mon"), why);
    }

    @Test
    void absentMonitorIsNotWaitedFor() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String why = failure(EntityAddress.parse("v1:127.0.0.1:" + port), LIMIT);
        assertTrue(why.startsWith("nobody listens at tcp://127.0.0.1:" + port), why);
    }

    @Test
    void monitorThatLeavesIsNotWaitedFor() {
        PretendedMonitor leaving = monitor;
        Dispatcher dispatcher = message -> {
            leaving.dispatch(message);
            message.connection().markDown();
            return true;
        };
        EntityAddress address = endpoint(
                        "mon.0", Policy.statelessServer(), dispatcher, EntityAddress.parse("tcp://127.0.0.1:0"))
                .messenger()
                .addresses()
                .getFirst();
        String why = failure(address, LIMIT);
        assertTrue(why.contains("session with " + address + " ended"), why);
    }

    @Test
    void garbledMapIsRefused() {
        monitor.answering(MonitorMessages.AUTH, ADMITTED)
                .answering(
                        MonitorMessages.MON_GET_MAP,
                        new Answer(MonitorMessages.MON_MAP, ByteBuffer.wrap(new byte[] {9, 0, 0, 0, 1})));
        String why = failure(listening("mon.0"), LIMIT);
        assertTrue(why.contains("type 4") && why.contains("map takes 9 bytes, but 1 are left"), why);
    }
}
