package messenger.simple.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.simple.ceph.MonitorMessages.AuthReply;
import messenger.spi.Features;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real monitor agrees to, and what is said of it where it does not. */
@Tag("ceph")
class MonitorHandshakeTest {
    /** What a monitor, whatever its maps hold, wants of a client. */
    private static final long REQUIRED = 0x0401_0200_4204_0000L;

    private static CephMonitor monitor;

    @BeforeAll
    static void startMonitor(@TempDir Path directory) {
        monitor = CephMonitor.start(directory);
    }

    @AfterAll
    static void stopMonitor() {
        if (monitor != null) {
            monitor.close();
        }
    }

    /** Whatever the dialler wants: a monitor is a lossless peer to monitors, and a stateless server to all others. */
    @ParameterizedTest
    @CsvSource({
        "client.4100, lossy_client, true",
        "client.4100, lossless_client, true",
        "osd.7, lossless_peer, true",
        "mds.7, lossless_client, true",
        "mgr.7, lossless_client, true",
        "mon.7, lossless_peer_reuse, false",
        "mon.7, lossy_client, false"
    })
    void monitorDecidesWhetherASessionIsLossy(String name, String wish, boolean lossy) {
        try (MonitorClient client = MonitorClient.with(MonitorClient.settings(name, Policy.named(wish)))) {
            Connection connection = client.connect(monitor.address());
            assertEquals(SendResult.ACCEPTED, connection.trySend(MonitorMessages.ping()));
            MonitorMessages.pong(client.message(MonitorMessages.PING));

            assertEquals(lossy, connection.policy().lossy());
            Wait.until(
                    () -> "the monitor to acknowledge; " + connection.state(),
                    () -> connection.state().unacknowledged == 0);
        }
    }

    /** Without RECONNECT_SEQ the reply is READY, without MSG_AUTH footers are shorter. */
    @ParameterizedTest
    @ValueSource(longs = {0, Features.RECONNECT_SEQ, Features.MSG_AUTH, Features.KEEPALIVE2})
    void fewFeaturesAreEnough(long optional) {
        Policy policy = Policy.lossyClient().withFeatures(REQUIRED | optional, 0);
        try (MonitorClient client = MonitorClient.with(policy)) {
            Connection connection = client.connect(monitor.address());
            connection.trySend(MonitorMessages.auth("admin"));
            connection.trySend(MonitorMessages.ping());

            assertTrue(AuthReply.of(client.message(MonitorMessages.AUTH_REPLY)).admitsWithoutProof());
            MonitorMessages.pong(client.message(MonitorMessages.PING));
            assertEquals(REQUIRED | optional, connection.features());
        }
    }

    @Test
    void tooFewFeaturesAreRefused() {
        Policy policy = Policy.lossyClient().withFeatures(Features.RECONNECT_SEQ | Features.MSG_AUTH, 0);
        try (MonitorClient client = MonitorClient.with(policy)) {
            Connection connection = client.connect(monitor.address());

            assertFault(connection, "requires features 0x");
            assertFalse(connection.isClosed());
        }
    }

    @Test
    void monitorTakenForAnotherIsRefused() {
        try (MonitorClient client = MonitorClient.with(Policy.lossyClient())) {
            Connection connection = client.messenger().connect(EntityType.OSD, monitor.address());

            assertFault(connection, "speaks protocol version 15, this side 24; check that the peer is a osd");
        }
    }

    @Test
    void instanceThatIsNotThereIsDialledAgainAndAgain() {
        Duration backoff = Duration.ofMillis(100);
        int attempts = 5;
        // two at once, then after 1, 2 and 4 times the first wait
        Duration atLeast = backoff.multipliedBy(1 + 2 + 4);
        try (MonitorClient client = MonitorClient.with(
                MonitorClient.settings("client.?", Policy.lossyClient()).initialBackoff(backoff))) {
            EntityAddress other = monitor.address().withNonce(77);
            long start = System.nanoTime();
            Connection wrong = client.connect(other);

            assertFault(wrong, "WRONG_PEER: dialled " + other + " but " + monitor.address() + " answered");
            Wait.until(() -> "more attempts; " + wrong.state(), () -> wrong.state().trace.length >= attempts);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(taken.compareTo(atLeast) >= 0, () -> attempts + " attempts within " + taken);
            assertFalse(wrong.isConnected());

            Connection right = client.connect(monitor.address());
            assertTrue(
                    Wait.get(opened(client, right).keepalive(), "the keepalive").isPositive());
            assertEquals(0, client.count("connected", wrong));
        }
    }

    private static Connection opened(MonitorClient client, Connection connection) {
        client.awaitOpen(connection);
        return connection;
    }

    private static void assertFault(Connection connection, String part) {
        Wait.until(
                () -> "a fault that says '" + part + "'; " + connection.state().lastFault,
                () -> connection.state().lastFault != null
                        && connection.state().lastFault.contains(part));
    }
}
