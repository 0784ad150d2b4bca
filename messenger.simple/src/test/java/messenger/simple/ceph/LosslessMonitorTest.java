package messenger.simple.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import messenger.api.Connection;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.dto.SessionDTO;
import messenger.core.EndpointSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lossless session with a real monitor, which takes this side for a monitor too, over links that fail all the time:
 * both sides reconnect, at the same time as well.
 */
@Tag("ceph")
class LosslessMonitorTest {
    private static final int MESSAGES = 1000;
    private static final int CALLS_BETWEEN_FAILURES = 15;

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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyPingIsAnsweredOnce(long seed) {
        EndpointSettings.Builder settings = MonitorClient.settings("mon.7", Policy.losslessPeerReuse())
                .maxBackoff(Duration.ofSeconds(1))
                .handshakeTimeout(Duration.ofSeconds(2))
                .injectSocketFailures(CALLS_BETWEEN_FAILURES)
                .injectSeed(seed);
        try (MonitorClient client = MonitorClient.listening(settings)) {
            Connection connection = client.connect(monitor.address());
            List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                acknowledgements.add(connection.sendAcknowledged(MonitorMessages.ping()));
            }
            for (int i = 0; i < MESSAGES; i++) {
                // Ceph forgets what it put into a PING when it has to send it again
                client.message(MonitorMessages.PING).release();
            }
            acknowledgements.forEach(each -> Wait.get(each, "the acknowledgement"));

            client.endpoint().faults().oneIn(0);
            // whatever came twice would come before the answer to this one
            assertEquals(SendResult.ACCEPTED, connection.trySend(MonitorMessages.ping()));
            client.message(MonitorMessages.PING);
            SessionDTO state = connection.state();
            assertEquals(MESSAGES + 1, state.received, state::toString);
            assertEquals(MESSAGES + 1, state.inSeq, state::toString);
            assertEquals(MESSAGES + 1, state.outSeq, state::toString);
            assertEquals(0, state.duplicatesDropped, state::toString);
            assertTrue(state.reconnects > 0, state::toString);
        }
    }
}
