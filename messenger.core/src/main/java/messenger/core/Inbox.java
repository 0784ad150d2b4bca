package messenger.core;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The receiving half of a session: accepts each message of the current link once and in order, on a strand of its own.
 * As a fast dispatch runs within it, a link that takes over learns in_seq only after the last message of the old one has
 * been dispatched.
 */
final class Inbox {
    private static final int IN_SEQ = 0;
    private static final int RECEIVED = 1;
    private static final int RECEIVED_BYTES = 2;
    private static final int DUPLICATES = 3;

    private final Session session;
    private final Strand strand = new Strand();
    private final DelayLine delays;
    private final ArrayDeque<Early> early = new ArrayDeque<>();
    private LinkDriver source;
    private boolean started;
    private final Tallies tallies = new Tallies(DUPLICATES + 1);
    private final Consumer<ReceivedMessage> delivering;

    private record Early(ReceivedMessage message, LinkDriver from) {}

    Inbox(Session session) {
        this.session = session;
        this.delivering = session.connection()::deliver;
        this.delays = session.endpoint().delayLine(strand);
    }

    /** Highest sequence number accepted; a lower bound when read by others than the strand. */
    long inSeq() {
        return tallies.get(IN_SEQ);
    }

    long received() {
        return tallies.get(RECEIVED);
    }

    long receivedBytes() {
        return tallies.get(RECEIVED_BYTES);
    }

    long duplicates() {
        return tallies.get(DUPLICATES);
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
                tallies.set(IN_SEQ, 0);
                started = false;
            }
            then.accept(tallies.get(IN_SEQ));
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
            session.sender().settleSoon();
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
        if (seq <= tallies.get(IN_SEQ)) {
            tallies.add(DUPLICATES, 1);
            message.drop();
            return;
        }
        if (started && seq != tallies.get(IN_SEQ) + 1 && !session.policy().lossy()) {
            source = null;
            message.drop();
            session.gap(from, tallies.get(IN_SEQ) + 1, seq);
            return;
        }
        started = true;
        tallies.set(IN_SEQ, seq);
        session.heardFrom(message.header().source());
        tallies.add(RECEIVED, 1);
        tallies.add(RECEIVED_BYTES, message.length());
        delays.pass(message, delivering);
    }
}
