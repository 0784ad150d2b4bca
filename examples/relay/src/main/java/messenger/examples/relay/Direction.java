package messenger.examples.relay;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.SendResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way through the relay. Messages leave in the order in which they arrive; those that the next session has no room for
 * wait, and keep their share of the throttles, so that their sender meets back-pressure. Thread safe; never waits.
 */
final class Direction {
    private static final Logger LOG = LoggerFactory.getLogger(Direction.class);

    private final Supplier<Connection> target;
    private final Executor patient;
    private final Queue<Message> waiting = new ConcurrentLinkedQueue<>();
    /** Messages that are here; who makes it one sends until it is zero. */
    private final AtomicInteger present = new AtomicInteger();

    /**
     * A way.
     *
     * @param target the session to send over, asked for each message
     * @param patient runs what may wait
     */
    Direction(Supplier<Connection> target, Executor patient) {
        this.target = target;
        this.patient = patient;
    }

    void pass(Message message) {
        message.retain();
        waiting.add(message);
        if (present.getAndIncrement() == 0) {
            sendAll();
        }
    }

    private void sendAll() {
        do {
            Message message = waiting.peek();
            SendResult result = target.get().trySend(copy(message));
            if (result == SendResult.BACK_PRESSURED) {
                patient.execute(this::sendPatiently);
                return;
            }
            done(message, result);
        } while (present.decrementAndGet() > 0);
    }

    private void sendPatiently() {
        do {
            Message message = waiting.peek();
            SendResult result = SendResult.BACK_PRESSURED;
            while (result == SendResult.BACK_PRESSURED) {
                try {
                    result = target.get().send(copy(message));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            done(message, result);
        } while (present.decrementAndGet() > 0);
    }

    private void done(Message message, SendResult result) {
        waiting.remove();
        message.release();
        if (result == SendResult.CLOSED) {
            LOG.debug("message {} came to a session that has ended", message.header());
        }
    }

    /** The same message for another session: header and sections, its number apart. */
    private static Message copy(Message message) {
        return Message.copyOf(message).build();
    }
}
