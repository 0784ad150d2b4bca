package messenger.itests.rdma.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;
import messenger.xio.XioMessenger;
import messenger.xio.XioSettings;
import messenger.xio.XioSettings.FabricChoice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session in use goes from TCP to shared memory, back, to a device, and back. */
@Tag("rdma")
@Timeout(240)
class TcpShmRdmaTest {
    private static final String DEVICE = "10.77.0.1";
    private static final long LIMIT = Duration.ofSeconds(60).toNanos();

    @TempDir
    Path directory;

    private final CoreRuntime runtime = CoreRuntime.create();
    private final CoreEndpoint server = endpoint("osd.0", Policy.statefulServer());
    private final CoreEndpoint client = endpoint("client.1", Policy.losslessClient());
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong dispatched = new AtomicLong();
    private volatile boolean enough;
    private volatile long accepted;
    private Connection connection;

    private CoreEndpoint endpoint(String name, Policy policy) {
        return new CoreEndpoint(
                EndpointSettings.of(name)
                        .defaultPolicy(policy)
                        .swapInterval(Duration.ofMillis(100))
                        .build(),
                runtime);
    }

    private SimpleMessenger tcp(CoreEndpoint endpoint) {
        return new SimpleMessenger(
                endpoint, SimpleSettings.builder().threads(1).ports(0, 0).build());
    }

    private XioMessenger xio(CoreEndpoint endpoint, FabricChoice fabric) {
        return new XioMessenger(
                endpoint,
                XioSettings.builder()
                        .fabric(fabric)
                        .shmDirectory(directory)
                        .portals(1)
                        .ports(0, 0)
                        .build());
    }

    @Test
    void sessionGoesFromTcpToSharedMemoryAndToADevice() throws Exception {
        server.addDispatcher(new Checking(), null, 0);
        SimpleMessenger serverTcp = tcp(server);
        EntityAddress bound = server.messenger().bind(EntityAddress.parse("tcp://127.0.0.1:0"));
        SimpleMessenger clientTcp = tcp(client);
        connection = client.messenger().connect(EntityType.OSD, bound);
        Thread sender = Thread.ofPlatform().name("sender").daemon().start(this::send);
        awaitSome();
        assertEquals("simple", carrier());
        for (FabricChoice fabric : List.of(FabricChoice.SHM, FabricChoice.RDMA, FabricChoice.SHM)) {
            XioMessenger serverXio = xio(server, fabric);
            String host = fabric == FabricChoice.RDMA ? DEVICE : "127.0.0.1";
            server.messenger().bind(EntityAddress.parse("xio://" + host + ":0"));
            XioMessenger clientXio = xio(client, fabric);
            // it ranks higher, and sessions move by themselves
            awaitCarrier("xio");
            awaitSome();
            clientXio.close();
            awaitCarrier("simple");
            awaitSome();
            serverXio.close();
        }
        enough = true;
        sender.join();
        await("all messages", () -> dispatched.get() == accepted);
        assertEquals(List.of(), List.copyOf(wrong));
        assertEquals(6, connection.state().swaps);
        client.close();
        server.close();
        clientTcp.close();
        serverTcp.close();
        runtime.close();
    }

    private void send() {
        try {
            while (!enough) {
                byte[] data = new byte[(int) (accepted % 5) * 10_000];
                Message message = Message.builder(1)
                        .tid(accepted + 1)
                        .data(ByteBuffer.wrap(data))
                        .build();
                if (connection.send(message, Duration.ofMillis(100)) == SendResult.ACCEPTED) {
                    accepted++;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String carrier() {
        var link = connection.state().link;
        return link == null ? "none" : link.transport;
    }

    private void awaitCarrier(String type) {
        await("a link by " + type, () -> connection.isConnected() && carrier().equals(type));
    }

    private void awaitSome() {
        long goal = dispatched.get() + 200;
        await("more messages", () -> dispatched.get() >= goal);
    }

    private interface Condition {
        boolean holds();
    }

    private void await(String what, Condition condition) {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > LIMIT || !wrong.isEmpty()) {
                throw new AssertionError("waited in vain for " + what + ": " + wrong + " " + connection.state());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private final class Checking implements Dispatcher {
        @Override
        public boolean dispatch(Message message) {
            if (message.tid() != dispatched.incrementAndGet()) {
                wrong.add("message " + message.tid() + " was dispatched as number " + dispatched);
            }
            return true;
        }

        @Override
        public void reset(Connection lost) {
            wrong.add("reset");
        }

        @Override
        public void remoteReset(Connection lost) {
            wrong.add("remote reset");
        }
    }
}
