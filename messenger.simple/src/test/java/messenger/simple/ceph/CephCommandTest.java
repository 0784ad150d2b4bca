package messenger.simple.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ceph's command-line tool dials an endpoint that passes itself off as a monitor. */
@Tag("ceph")
class CephCommandTest {
    private static final String HEALTH = "{\"state\": \"well\"}";

    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Connection> reset = new LinkedBlockingQueue<>();

    @Test
    void pingIsAnswered(@TempDir Path directory) throws IOException {
        EndpointSettings settings = EndpointSettings.of("mon.0")
                .nonce(0)
                .policy(EntityType.CLIENT, Policy.statelessServer())
                .build();
        SimpleSettings transportSettings = SimpleSettings.builder()
                .bind(EntityAddress.parse("tcp://127.0.0.1:0"))
                .build();
        try (CoreRuntime runtime = CoreRuntime.create();
                CoreEndpoint endpoint = new CoreEndpoint(settings, runtime);
                SimpleMessenger transport = new SimpleMessenger(endpoint, transportSettings)) {
            endpoint.addDispatcher(new PretendedMonitor(), null, 0);
            Path configuration = Files.writeString(directory.resolve("ceph.conf"), """
                    [global]
                    mon_initial_members = a
                    mon_host = [v1:127.0.0.1:%d/0]
                    auth_client_required = none
                    """.formatted(
                            transport.addresses().getFirst().port()));

            String printed = CephProgram.named("ceph")
                    .run("-c", configuration.toString(), "--connect-timeout", "20", "ping", "mon.a");
            assertEquals(HEALTH, printed.strip());
            assertEquals(
                    EntityType.CLIENT,
                    Wait.take(accepted, "a client").peerName().type());
            Wait.take(reset, "the client to leave");
        }
    }

    private final class PretendedMonitor implements Dispatcher {
        @Override
        public boolean dispatch(Message message) {
            if (message.type() == MonitorMessages.PING) {
                message.connection()
                        .sendReply(
                                message,
                                Message.builder(MonitorMessages.PING)
                                        .front(new Fields().string(HEALTH).toBuffer())
                                        .build());
            }
            return true;
        }

        @Override
        public void accepted(Connection connection) {
            accepted.add(connection);
        }

        @Override
        public void reset(Connection connection) {
            reset.add(connection);
        }
    }
}
