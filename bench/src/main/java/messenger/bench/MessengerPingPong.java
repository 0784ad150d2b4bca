package messenger.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.Policy;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;

/** Two endpoints over TCP on loopback that send one message to and fro, by fast dispatch. */
final class MessengerPingPong implements AutoCloseable {
    private static final int TYPE = 1000;

    private final CoreRuntime runtime = CoreRuntime.create();
    private final CoreEndpoint server;
    private final CoreEndpoint client;
    private final SimpleMessenger serverTransport;
    private final SimpleMessenger clientTransport;
    private final Connection connection;
    private final Message ping;
    private volatile Run current;

    MessengerPingPong(int size, Policy serverPolicy, Policy clientPolicy) {
        server = new CoreEndpoint(
                EndpointSettings.of("osd.0").defaultPolicy(serverPolicy).build(), runtime);
        client = new CoreEndpoint(
                EndpointSettings.of("client.1").defaultPolicy(clientPolicy).build(), runtime);
        server.addDispatcher(new Fast(this::echo), null, 0);
        client.addDispatcher(new Fast(this::pong), null, 0);
        SimpleSettings oneThread =
                SimpleSettings.builder().threads(1).ports(0, 0).build();
        serverTransport = new SimpleMessenger(server, oneThread);
        clientTransport = new SimpleMessenger(client, oneThread);
        EntityAddress bound = server.messenger().bind(EntityAddress.parse("tcp://127.0.0.1:0"));
        connection = client.messenger().connect(EntityType.OSD, bound);
        ping = Message.builder(TYPE).front(ByteBuffer.allocate(size)).build();
    }

    private void echo(Message message) {
        message.connection().trySend(message);
    }

    private void pong(Message message) {
        current.pong();
    }

    /** Round-trip times in nanoseconds. */
    long[] run(int rounds) throws InterruptedException {
        current = new Run(rounds);
        current.start();
        current.done.await();
        return current.times;
    }

    @Override
    public void close() {
        client.close();
        server.close();
        clientTransport.close();
        serverTransport.close();
        runtime.close();
    }

    private final class Run {
        private final long[] times;
        private final CountDownLatch done = new CountDownLatch(1);
        private long sent;
        private int next;

        Run(int rounds) {
            times = new long[rounds];
        }

        void start() {
            sent = System.nanoTime();
            connection.trySend(ping);
        }

        void pong() {
            times[next++] = System.nanoTime() - sent;
            if (next == times.length) {
                done.countDown();
            } else {
                start();
            }
        }
    }

    private record Fast(Consumer<Message> taker) implements Dispatcher {
        @Override
        public boolean canFastDispatch(MessageHeader header) {
            return true;
        }

        @Override
        public void fastDispatch(Message message) {
            taker.accept(message);
        }

        @Override
        public boolean dispatch(Message message) {
            taker.accept(message);
            return true;
        }
    }
}
