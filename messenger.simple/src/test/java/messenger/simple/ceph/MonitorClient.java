package messenger.simple.ceph;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.Policy;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;

/** An endpoint with TCP, as one who talks to a monitor has it, and a Dispatcher that notes all it is told. */
final class MonitorClient implements AutoCloseable {
    /** Type of the message that {@link #settle} sends to oneself. */
    private static final int MARKER = 0xfffe;

    /** A callback about a connection. */
    record Event(String what, Connection connection) {}

    private final CoreRuntime runtime = CoreRuntime.create();
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<CountDownLatch> markers = new LinkedBlockingQueue<>();
    private final CoreEndpoint endpoint;
    private final SimpleMessenger transport;

    private MonitorClient(EndpointSettings settings, SimpleSettings transportSettings) {
        endpoint = new CoreEndpoint(settings, runtime);
        endpoint.addDispatcher(new Recorder(), null, 0);
        transport = new SimpleMessenger(endpoint, transportSettings);
    }

    /** A client that the monitor has not given an id yet, with a policy for monitors. */
    static MonitorClient with(Policy policy) {
        return with(settings("client.?", policy));
    }

    static MonitorClient with(EndpointSettings.Builder settings) {
        return new MonitorClient(settings.build(), SimpleSettings.builder().build());
    }

    /** One that listens too, so that the monitor can dial it. */
    static MonitorClient listening(EndpointSettings.Builder settings) {
        return new MonitorClient(
                settings.build(),
                SimpleSettings.builder()
                        .bind(EntityAddress.parse("tcp://127.0.0.1:0"))
                        .build());
    }

    static EndpointSettings.Builder settings(String name, Policy policy) {
        return EndpointSettings.of(name).policy(EntityType.MON, policy);
    }

    Messenger messenger() {
        return endpoint.messenger();
    }

    CoreEndpoint endpoint() {
        return endpoint;
    }

    Connection connect(EntityAddress monitor) {
        return messenger().connect(EntityType.MON, monitor);
    }

    /** The next message of a type; those of others before it are dropped. */
    Message message(int type) {
        String what = "message of type " + type;
        Message message = Wait.take(messages, what);
        while (message.type() != type) {
            message = Wait.take(messages, what);
        }
        return message;
    }

    void awaitOpen(Connection connection) {
        Wait.until(() -> "the connection to open; " + connection.state(), connection::isConnected);
    }

    /** How often something was told about a connection. */
    long count(String event, Connection connection) {
        return events.stream()
                .filter(e -> e.what().equals(event) && e.connection() == connection)
                .count();
    }

    void await(String event, Connection connection) {
        Wait.until(() -> "the event " + event + "; " + connection.state(), () -> count(event, connection) > 0);
    }

    /** Waits until all that is in the dispatch queue now has been dispatched. */
    void settle() {
        CountDownLatch passed = new CountDownLatch(1);
        markers.add(passed);
        messenger().loopback().trySend(Message.builder(MARKER).priority(1).build());
        Wait.until(() -> "what is queued to be dispatched", () -> passed.getCount() == 0);
    }

    @Override
    public void close() {
        endpoint.close();
        transport.close();
        runtime.close();
    }

    private final class Recorder implements Dispatcher {
        @Override
        public boolean dispatch(Message message) {
            if (message.type() == MARKER) {
                markers.remove().countDown();
            } else {
                messages.add(message);
            }
            return true;
        }

        @Override
        public void connected(Connection connection) {
            events.add(new Event("connected", connection));
        }

        @Override
        public void reset(Connection connection) {
            events.add(new Event("reset", connection));
        }

        @Override
        public void remoteReset(Connection connection) {
            events.add(new Event("remote reset", connection));
        }

        @Override
        public void refused(Connection connection) {
            events.add(new Event("refused", connection));
        }
    }
}
