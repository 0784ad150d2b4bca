package messenger.examples.pingpong;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Message;
import messenger.api.SendResult;
import messenger.api.dto.SessionDTO;

/** A session whose other end is a {@link SimpleDispatcher}; every message is dispatched by one thread. */
final class FakeSession implements AutoCloseable {
    private final ExecutorService dispatch = Executors.newSingleThreadExecutor();
    private final SimpleDispatcher server = new SimpleDispatcher(TestConfig.of("osd.0", false));
    private final Connection connection = proxy();
    private final Map<Long, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();
    private final Queue<SendResult> results = new ArrayDeque<>();
    private UnaryOperator<List<Message>> towardsServer = UnaryOperator.identity();
    private UnaryOperator<List<Message>> towardsClient = UnaryOperator.identity();
    private Dispatcher client;

    Connection connection() {
        return connection;
    }

    void dispatchTo(Dispatcher newClient) {
        client = newClient;
    }

    /** What the next attempts to send answer; ACCEPTED once there are no more. */
    synchronized void answer(SendResult... next) {
        results.addAll(List.of(next));
    }

    /** What the network makes of each message towards the server. */
    void towardsServer(UnaryOperator<List<Message>> change) {
        towardsServer = change;
    }

    /** What the network makes of each reply. */
    void towardsClient(UnaryOperator<List<Message>> change) {
        towardsClient = change;
    }

    private synchronized SendResult send(Message message) {
        SendResult result = results.isEmpty() ? SendResult.ACCEPTED : results.remove();
        if (result == SendResult.ACCEPTED) {
            for (Message arriving : towardsServer.apply(List.of(message))) {
                onDispatchThread(() -> server.dispatch(FakeMessage.received(arriving, connection)));
            }
        }
        return result;
    }

    private SendResult reply(Message request, Message reply) {
        Message withTid = Message.copyOf(reply).tid(request.tid()).build();
        CompletableFuture<Message> future = waiting.remove(request.tid());
        if (future != null) {
            future.complete(withTid);
            return SendResult.ACCEPTED;
        }
        for (Message arriving : towardsClient.apply(List.of(withTid))) {
            onDispatchThread(() -> client.dispatch(FakeMessage.received(arriving, connection)));
        }
        return SendResult.ACCEPTED;
    }

    private void onDispatchThread(Runnable task) {
        try {
            dispatch.execute(task);
        } catch (RejectedExecutionException e) {
            // the test is over
        }
    }

    private CompletableFuture<Message> request(Message message) {
        CompletableFuture<Message> future = new CompletableFuture<>();
        waiting.put(message.tid(), future);
        onDispatchThread(() -> server.dispatch(FakeMessage.received(message, connection)));
        return future;
    }

    private Connection proxy() {
        return (Connection) Proxy.newProxyInstance(
                FakeSession.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "trySend", "send" -> send((Message) arguments[0]);
                        case "sendReply" -> reply((Message) arguments[0], (Message) arguments[1]);
                        case "request" -> request((Message) arguments[0]);
                        case "isConnected" -> true;
                        case "state" -> new SessionDTO();
                        case "peerAddress" -> EntityAddress.parse("tcp://127.0.0.1:6800");
                        case "peerName" -> EntityName.parse("osd.0");
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        case "toString" -> "fake session";
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    /** A list of what {@code message} stands for: once, twice or not at all. */
    static List<Message> times(Message message, int times) {
        List<Message> copies = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            copies.add(message);
        }
        return copies;
    }

    @Override
    public void close() {
        dispatch.shutdownNow();
    }
}
