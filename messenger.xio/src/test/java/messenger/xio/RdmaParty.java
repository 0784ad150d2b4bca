package messenger.xio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.MessageBuilder;
import messenger.api.Messenger;
import messenger.api.Policy;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;

/** An endpoint of core with the transport on an RDMA device of the virtual machine of the tests. */
final class RdmaParty implements AutoCloseable {
    private static final int NUMBERED = 100;

    private final CoreEndpoint endpoint;
    private final CountingFabric fabric;
    private final XioMessenger transport;
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private volatile Consumer<Message> onMessage = message -> {};

    private RdmaParty(CoreRuntime runtime, EndpointSettings.Builder settings, XioSettings transportSettings) {
        endpoint = new CoreEndpoint(settings.build(), runtime);
        endpoint.addDispatcher(new Taking(), null, 0);
        try {
            fabric = new CountingFabric(Fabrics.open(transportSettings));
            transport = new XioMessenger(endpoint, transportSettings, fabric, System::nanoTime);
        } catch (RuntimeException e) {
            endpoint.close();
            throw e;
        }
    }

    /** One that listens at an address of a device. */
    static RdmaParty listening(
            CoreRuntime runtime, EndpointSettings.Builder settings, XioSettings.Builder transport, String host) {
        return new RdmaParty(
                runtime,
                settings,
                transport.bind(EntityAddress.parse("xio://" + host + ":0")).build());
    }

    /** One that only dials. */
    static RdmaParty dialling(CoreRuntime runtime, EndpointSettings.Builder settings, XioSettings.Builder transport) {
        return new RdmaParty(runtime, settings, transport.build());
    }

    /** Settings under which failures are noticed and mended soon. */
    static EndpointSettings.Builder settings(String name, Policy policy) {
        return EndpointSettings.of(name)
                .defaultPolicy(policy)
                .initialBackoff(Duration.ofMillis(20))
                .maxBackoff(Duration.ofMillis(500));
    }

    static XioSettings.Builder transport() {
        return XioSettings.builder()
                .ports(0, 0)
                .bindRetry(0, Duration.ZERO)
                .portals(2)
                .fabric(XioSettings.FabricChoice.RDMA);
    }

    /** A message that carries a number. */
    static MessageBuilder numbered(int number) {
        ByteBuffer front = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return Message.builder(NUMBERED).front(front.putInt(0, number));
    }

    static int number(Message message) {
        return message.front().order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    }

    Messenger messenger() {
        return endpoint.messenger();
    }

    /** Tells how many bytes went by one-sided transfers. */
    CountingFabric fabric() {
        return fabric;
    }

    EntityAddress address() {
        return messenger().addresses().getFirst();
    }

    Connection connect(RdmaParty peer) {
        return messenger().connect(peer.type(), peer.address());
    }

    private EntityType type() {
        return endpoint.name().type();
    }

    /** What to do with each message, on the dispatch thread. */
    void onMessage(Consumer<Message> handler) {
        onMessage = handler;
    }

    /** Sessions that have ended or were reset. */
    Queue<String> lost() {
        return lost;
    }

    @Override
    public void close() {
        endpoint.close();
        transport.close();
    }

    private final class Taking implements Dispatcher {
        @Override
        public boolean dispatch(Message message) {
            onMessage.accept(message);
            return true;
        }

        @Override
        public void reset(Connection connection) {
            lost.add("reset: " + connection.state());
        }

        @Override
        public void remoteReset(Connection connection) {
            lost.add("remote reset: " + connection.state());
        }
    }
}
