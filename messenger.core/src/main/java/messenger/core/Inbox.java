package messenger.core;

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
    private LinkDriver source;
    private boolean started;
    private volatile long inSeq;
    private volatile long received;
    private volatile long receivedBytes;
    private volatile long duplicates;

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
        });
    }

    /** Accepts a message, as a task of the strand. */
    void take(ReceivedMessage message, LinkDriver from) {
        long seq = message.header().seq();
        if (from != source) {
            message.drop();
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
