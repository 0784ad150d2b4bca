package messenger.core;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/**
 * The receiving half of a session: accepts each message of the current link once and in order, on a strand of its own.
 * As a fast dispatch runs within it, a link that takes over learns in_seq only after the last message of the old one has
 * been dispatched.
 */
final class Inbox {
    private final Session session;
    private final Strand strand = new Strand();
    private final DelayLine delays;
    private final ArrayDeque<Early> early = new ArrayDeque<>();
    private LinkDriver source;
    private boolean started;
    private volatile long inSeq;
    private volatile long received;
    private volatile long receivedBytes;
    private volatile long duplicates;

    private record Early(ReceivedMessage message, LinkDriver from) {}

    Inbox(Session session) {
        this.session = session;
        this.delays = session.endpoint().delayLine(strand);
    }

    /** Highest sequence number accepted; a lower bound when read by others than the strand. */
    long inSeq() {
        return inSeq;
    }

    long received() {
        return received;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    long duplicates() {
        return duplicates;
    }

    void deliver(ReceivedMessage message, LinkDriver from) {
        message.route(this, from);
        strand.execute(message);
    }

    /**
     * Accepts messages of {@code next} only from now on.
     *
     * @param next null for none
     * @param fresh whether sequence numbers begin anew
     * @param then told in_seq as it stands, on the strand
     */
    void fence(LinkDriver next, boolean fresh, LongConsumer then) {
        strand.execute(() -> {
            source = next;
            if (fresh) {
                inSeq = 0;
                started = false;
            }
            then.accept(inSeq);
            takeEarly();
        });
    }

    /** What the link has delivered before it was known to be the one; of others, what came too late is dropped. */
    private void takeEarly() {
        int count = early.size();
        for (int i = 0; i < count; i++) {
            Early next = early.poll();
            take(next.message(), next.from());
        }
        if (count > 0) {
            session.sender().settleSoon(false);
        }
    }

    /** Accepts a message, as a task of the strand. */
    void take(ReceivedMessage message, LinkDriver from) {
        long seq = message.header().seq();
        if (from != source) {
            if (source == null && from == session.current() && !from.isClosed()) {
                // its handshake is over, but the session's other strand has not said so yet
                early.add(new Early(message, from));
            } else {
                message.drop();
            }
            return;
        }
        if (seq <= inSeq) {
            duplicates++;
            message.drop();
            return;
        }
        if (started && seq != inSeq + 1 && !session.policy().lossy()) {
            source = null;
            message.drop();
            session.gap(from, inSeq + 1, seq);
            return;
        }
        started = true;
        inSeq = seq;
        session.heardFrom(message.header().source());
        received++;
        receivedBytes += message.length();
        delays.pass(message, session.connection()::deliver);
    }
}
