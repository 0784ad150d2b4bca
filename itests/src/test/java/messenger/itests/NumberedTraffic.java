package messenger.itests;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.SendResult;

/** Sends 0, 1, 2, ... on a session, whatever happens to its links, and checks that they arrive just so. */
final class NumberedTraffic implements Dispatcher, AutoCloseable {
    private static final int TYPE = 4244;

    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("numbered-traffic").factory());
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private volatile String wrong;
    private volatile boolean enough;
    private Future<?> sending;

    void start(Connection connection) {
        sending = sender.submit(() -> {
            while (!enough) {
                Message next = Message.builder(TYPE).tid(sent.get() + 1).build();
                SendResult result = connection.send(next, Duration.ofMillis(100));
                if (result == SendResult.CLOSED) {
                    throw new AssertionError("the session ended after " + sent + " messages");
                }
                if (result == SendResult.ACCEPTED) {
                    sent.incrementAndGet();
                }
            }
            return null;
        });
    }

    long sent() {
        return sent.get();
    }

    long arrived() {
        return arrived.get();
    }

    /** Waits until so many are under way. */
    void awaitUnderWay(long count) {
        Await.until(() -> sent() - arrived() >= count || sending.isDone(), this::toString);
    }

    /** Waits until some more have arrived. */
    void awaitArrived(long more) {
        long goal = arrived() + more;
        Await.until(() -> arrived() >= goal || wrong != null, this::toString);
    }

    /** Stops sending and waits until everything has arrived, once and in order. */
    void finish() throws InterruptedException {
        enough = true;
        Await.get(sending, () -> "the end of sending");
        Await.until(() -> arrived() >= sent() || wrong != null, this::toString);
        if (wrong != null || arrived() != sent()) {
            throw new AssertionError(toString());
        }
    }

    @Override
    public boolean dispatch(Message message) {
        if (message.type() != TYPE) {
            return false;
        }
        if (message.tid() == arrived.get() + 1) {
            arrived.incrementAndGet();
        } else if (wrong == null) {
            wrong = "got " + message.tid() + " instead of " + (arrived.get() + 1);
        }
        return true;
    }

    @Override
    public String toString() {
        return sent + " sent, " + arrived + " arrived" + (wrong == null ? "" : ", " + wrong);
    }

    @Override
    public void close() {
        enough = true;
        sender.shutdownNow();
    }
}
