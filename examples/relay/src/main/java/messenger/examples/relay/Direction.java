package messenger.examples.relay;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessengerException;
import messenger.api.SendResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way through the relay. Messages leave in the order in which they arrive; those that the next session has no room for,
 * or whose endpoint is not there, wait and keep their share of the throttles, so that their sender meets back-pressure.
 * Thread safe; never waits.
 */
final class Direction {
    private static final Logger LOG = LoggerFactory.getLogger(Direction.class);
    private static final long ABSENCE_MILLIS = 100;

    private final Supplier<Connection> target;
    private final Executor patient;
    private final Queue<Message> waiting = new ConcurrentLinkedQueue<>();
    /** Messages that are here; who makes it one sends until it is zero. */
    private final AtomicInteger present = new AtomicInteger();

    private volatile boolean absent;

    /**
     * A way.
     *
     * @param target the session to send over, asked for each message; throws while its endpoint is not there
     * @param patient runs what may wait; interrupts it, or refuses it, when the relay has ended
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
            SendResult result = trySend(waiting.element());
            if (result == SendResult.BACK_PRESSURED) {
                try {
                    patient.execute(this::sendPatiently);
                } catch (RejectedExecutionException e) {
                    giveUp();
                }
                return;
            }
            done(result);
        } while (present.decrementAndGet() > 0);
    }

    private SendResult trySend(Message message) {
        try {
            return target.get().trySend(copy(message));
        } catch (MessengerException | IllegalStateException e) {
            return SendResult.BACK_PRESSURED;
        }
    }

    private void sendPatiently() {
        try {
            do {
                done(send(waiting.element()));
            } while (present.decrementAndGet() > 0);
        } catch (InterruptedException e) {
            giveUp();
        }
    }

    private SendResult send(Message message) throws InterruptedException {
        SendResult result = SendResult.BACK_PRESSURED;
        while (result == SendResult.BACK_PRESSURED) {
            try {
                result = target.get().send(copy(message));
                absent = false;
            } catch (MessengerException | IllegalStateException e) {
                if (!absent) {
                    absent = true;
                    LOG.warn("messages wait: {}", e.getMessage());
                }
                Thread.sleep(ABSENCE_MILLIS);
            }
        }
        return result;
    }

    /** The relay has ended: what waits returns its share of the throttles. */
    private void giveUp() {
        do {
            done(SendResult.CLOSED);
        } while (present.decrementAndGet() > 0);
    }

    private void done(SendResult result) {
        Message message = waiting.remove();
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
