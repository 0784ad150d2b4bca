package messenger.core;

import java.util.ArrayDeque;
import java.util.TreeMap;

/**
 * What a session keeps to send: by priority until it is numbered, then in the order of numbers until the peer has it. Used
 * on the session's strand.
 *
 * <p>Priorities act before numbering; what is sent again keeps its number and goes first.
 */
final class Outbox {
    private static final int OUT_SEQ = 0;
    private static final int QUEUED = 1;
    private static final int UNACKNOWLEDGED = 2;
    private static final int SENT = 3;
    private static final int SENT_BYTES = 4;
    private static final int REPLAYED = 5;

    private final SendWindow window;
    private final TreeMap<Integer, ArrayDeque<StoredMessage>> waiting = new TreeMap<>();
    /** The queue that was added to last, as most messages have one priority. */
    private ArrayDeque<StoredMessage> level;

    private int levelPriority;
    /** What is offered to the link: numbered, and not taken yet. */
    private StoredMessage offered;

    private final ArrayDeque<StoredMessage> again = new ArrayDeque<>();
    private final ArrayDeque<StoredMessage> sent = new ArrayDeque<>();
    private long acknowledged;
    private final Tallies tallies = new Tallies(REPLAYED + 1);

    Outbox(SendWindow window) {
        this.window = window;
    }

    void add(StoredMessage message) {
        int priority = message.header().priority();
        if (level == null || levelPriority != priority) {
            level = waiting.computeIfAbsent(priority, p -> new ArrayDeque<>());
            levelPriority = priority;
        }
        level.addLast(message);
        tallies.add(QUEUED, 1);
    }

    boolean hasQueued() {
        return tallies.get(QUEUED) > 0;
    }

    /** The message to be offered to a link next, numbered, or null. It stays until {@link #taken}. */
    StoredMessage next() {
        if (offered == null) {
            offered = again.pollFirst();
            if (offered == null && hasQueued()) {
                offered = pollHighest();
                tallies.add(OUT_SEQ, 1);
                offered.number(outSeq());
            }
        }
        return offered;
    }

    private StoredMessage pollHighest() {
        if (waiting.size() == 1) {
            return level.pollFirst();
        }
        for (ArrayDeque<StoredMessage> each : waiting.descendingMap().values()) {
            StoredMessage message = each.pollFirst();
            if (message != null) {
                return message;
            }
        }
        throw new IllegalStateException(tallies.get(QUEUED) + " messages are queued, and there is none");
    }

    /**
     * A link has taken what {@link #next} returned.
     *
     * @param keep whether it is kept until acknowledged
     */
    void taken(boolean keep) {
        StoredMessage message = offered;
        offered = null;
        tallies.add(QUEUED, -1);
        tallies.add(SENT, 1);
        tallies.add(SENT_BYTES, message.length());
        if (message.sentAgain()) {
            tallies.add(REPLAYED, 1);
        }
        if (keep) {
            sent.addLast(message);
            tallies.add(UNACKNOWLEDGED, 1);
        } else {
            window.release(1, message.length());
            message.unacknowledgeable();
        }
    }

    /** The link is gone: what it took and nobody acknowledged is to be sent again. */
    void requeue() {
        withdraw();
        while (!sent.isEmpty()) {
            again.addFirst(sent.pollLast());
            tallies.add(QUEUED, 1);
        }
        tallies.set(UNACKNOWLEDGED, 0);
    }

    private void withdraw() {
        if (offered != null) {
            again.addFirst(offered);
            offered = null;
        }
    }

    /** The peer has everything up to {@code seq}. What it cannot have, as it was never sent, is ignored. */
    void acknowledged(long seq) {
        tallies.add(UNACKNOWLEDGED, -doneUpTo(seq, sent));
    }

    /** A reconnecting peer says that it has everything up to {@code seq}; new numbers begin behind that. */
    void resumeAfter(long seq) {
        withdraw();
        tallies.add(QUEUED, -doneUpTo(seq, again));
        tallies.set(OUT_SEQ, Math.max(tallies.get(OUT_SEQ), seq));
    }

    /** Takes the messages up to a number from the head of a queue, and counts them. */
    private int doneUpTo(long seq, ArrayDeque<StoredMessage> queue) {
        int all = 0;
        int count = 0;
        long bytes = 0;
        StoredMessage first = queue.peekFirst();
        while (first != null && first.header().seq() <= seq) {
            queue.pollFirst();
            all++;
            count++;
            bytes += first.length();
            if (first.isWaitedFor()) {
                // who is told finds the room that is free by then
                window.release(count, bytes);
                count = 0;
                bytes = 0;
            }
            first.acknowledge();
            first = queue.peekFirst();
        }
        if (count > 0) {
            window.release(count, bytes);
        }
        acknowledged += all;
        return all;
    }

    /** Whether the peer has never said that it has any of it. */
    boolean nothingAcknowledged() {
        return acknowledged == 0;
    }

    /** Messages that the peer has said it has, since numbers began. */
    long acknowledgedCount() {
        return acknowledged;
    }

    /** Forgets everything and begins numbers anew. */
    void clear(RuntimeException reason) {
        requeue();
        waiting.values().forEach(again::addAll);
        waiting.clear();
        level = null;
        for (StoredMessage message : again) {
            window.release(1, message.length());
            message.fail(reason);
        }
        again.clear();
        tallies.set(QUEUED, 0);
        acknowledged = 0;
        tallies.set(OUT_SEQ, 0);
    }

    long outSeq() {
        return tallies.get(OUT_SEQ);
    }

    int queued() {
        return (int) tallies.get(QUEUED);
    }

    int unacknowledged() {
        return (int) tallies.get(UNACKNOWLEDGED);
    }

    long sent() {
        return tallies.get(SENT);
    }

    long sentBytes() {
        return tallies.get(SENT_BYTES);
    }

    long replayed() {
        return tallies.get(REPLAYED);
    }
}
