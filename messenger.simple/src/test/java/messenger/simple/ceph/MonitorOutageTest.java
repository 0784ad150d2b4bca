package messenger.simple.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import messenger.api.Connection;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import messenger.simple.ceph.MonitorMessages.AuthReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real monitor that is killed, absent and back again. */
@Tag("ceph")
class MonitorOutageTest {
    private static CephMonitor monitor;

    @BeforeAll
    static void createMonitor(@TempDir Path directory) {
        monitor = CephMonitor.start(directory);
    }

    @BeforeEach
    void startMonitor() {
        monitor.restart();
    }

    @AfterAll
    static void stopMonitor() {
        if (monitor != null) {
            monitor.close();
        }
    }

    private static void assertAdmitted(MonitorClient client, Connection connection) {
        assertEquals(SendResult.ACCEPTED, connection.trySend(MonitorMessages.auth("admin")));
        assertTrue(AuthReply.of(client.message(MonitorMessages.AUTH_REPLY)).admitsWithoutProof());
    }

    @Test
    void lossySessionEndsWithOneReset() {
        try (MonitorClient client = MonitorClient.with(Policy.lossyClient())) {
            Connection connection = client.connect(monitor.address());
            assertAdmitted(client, connection);

            monitor.kill();
            client.await("reset", connection);
            assertTrue(connection.isClosed());
            assertEquals(SendResult.CLOSED, connection.trySend(MonitorMessages.ping()));
            assertInstanceOf(SessionLostException.class, Wait.failure(connection.keepalive(), "a keepalive"));

            monitor.restart();
            Connection next = client.connect(monitor.address());
            assertNotSame(connection, next);
            assertAdmitted(client, next);
            client.settle();
            assertEquals(1, client.count("reset", connection));
            assertEquals(0, client.count("remote reset", connection));
            assertEquals(0, client.count("reset", next));
        }
    }

    /** The monitor has made the session lossy. */
    @Test
    void losslessWishDoesNotOutliveTheMonitor() {
        try (MonitorClient client = MonitorClient.with(Policy.losslessClient())) {
            Connection connection = client.connect(monitor.address());
            assertAdmitted(client, connection);

            monitor.kill();
            client.await("reset", connection);
            assertTrue(connection.isClosed());
        }
    }

    @Test
    void absentMonitorIsDialledUntilItIsBack() {
        monitor.kill();
        try (MonitorClient client = MonitorClient.with(Policy.lossyClient())) {
            Connection connection = client.connect(monitor.address());
            assertEquals(SendResult.ACCEPTED, connection.trySend(MonitorMessages.auth("admin")));
            client.await("refused", connection);
            Wait.until(() -> "more attempts; " + connection.state(), () -> connection.state().trace.length >= 4);
            client.settle();
            assertEquals(1, client.count("refused", connection));
            assertFalse(connection.isClosed());

            monitor.restart();
            assertTrue(AuthReply.of(client.message(MonitorMessages.AUTH_REPLY)).admitsWithoutProof());
            assertTrue(connection.isConnected());
            assertTrue(Wait.get(connection.keepalive(), "the keepalive").isPositive());
            client.settle();
            assertEquals(1, client.count("connected", connection));
            assertEquals(1, client.count("refused", connection));
            assertEquals(0, client.count("reset", connection));
        }
    }

    /** To other monitors it is a lossless peer: the session goes on, once this side knows what the monitor has lost. */
    @Test
    void losslessSessionOutlivesTheMonitor() {
        try (MonitorClient client =
                MonitorClient.listening(MonitorClient.settings("mon.7", Policy.losslessPeerReuse()))) {
            Connection connection = client.connect(monitor.address());
            connection.trySend(MonitorMessages.ping());
            MonitorMessages.pong(client.message(MonitorMessages.PING));

            monitor.kill();
            Wait.until(() -> "the link to fail; " + connection.state(), () -> !connection.isConnected());
            monitor.restart();
            assertFalse(connection.isClosed());
            // without a link and with nothing to send it waits: this wakes it, and is lost with the monitor's part
            connection.trySend(MonitorMessages.ping());
            client.await("remote reset", connection);
            client.awaitOpen(connection);

            connection.trySend(MonitorMessages.ping());
            MonitorMessages.pong(client.message(MonitorMessages.PING));
            client.settle();
            assertEquals(1, client.count("remote reset", connection));
            assertEquals(0, client.count("reset", connection));
        }
    }
}
