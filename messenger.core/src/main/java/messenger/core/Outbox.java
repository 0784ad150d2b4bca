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
    private final SendWindow window;
    private final TreeMap<Integer, ArrayDeque<StoredMessage>> waiting = new TreeMap<>();
    /** The queue that was added to last, as most messages have one priority. */
    private ArrayDeque<StoredMessage> level;

    private int levelPriority;
    private final ArrayDeque<StoredMessage> again = new ArrayDeque<>();
    private final ArrayDeque<StoredMessage> sent = new ArrayDeque<>();
    private long acknowledged;
    private volatile long outSeq;
    private volatile int queued;
    private volatile int unacknowledged;
    private volatile long sentCount;
    private volatile long sentBytes;
    private volatile long replayed;

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
        queued++;
    }

    boolean hasQueued() {
        return queued > 0;
    }

    /** The message to be offered to a link next, numbered, or null. It stays until {@link #taken}. */
    StoredMessage next() {
        StoredMessage first = again.peekFirst();
        if (first != null) {
            return first;
        }
        if (queued == 0) {
            return null;
        }
        StoredMessage message = pollHighest();
        message.number(++outSeq);
        again.addLast(message);
        return message;
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
        throw new IllegalStateException(queued + " messages are queued, and there is none");
    }

    /**
     * A link has taken what {@link #next} returned.
     *
     * @param keep whether it is kept until acknowledged
     */
    void taken(boolean keep) {
        StoredMessage message = again.pollFirst();
        queued--;
        sentCount++;
        sentBytes += message.length();
        if (message.sentAgain()) {
            replayed++;
        }
        if (keep) {
            sent.addLast(message);
            unacknowledged++;
        } else {
            window.release(message.length());
            message.unacknowledgeable();
        }
    }

    /** The link is gone: what it took and nobody acknowledged is to be sent again. */
    void requeue() {
        while (!sent.isEmpty()) {
            again.addFirst(sent.pollLast());
            queued++;
        }
        unacknowledged = 0;
    }

    /** The peer has everything up to {@code seq}. What it cannot have, as it was never sent, is ignored. */
    void acknowledged(long seq) {
        StoredMessage first = sent.peekFirst();
        while (first != null && first.header().seq() <= seq) {
            sent.pollFirst();
            unacknowledged--;
            done(first);
            first = sent.peekFirst();
        }
    }

    /** A reconnecting peer says that it has everything up to {@code seq}; new numbers begin behind that. */
    void resumeAfter(long seq) {
        StoredMessage first = again.peekFirst();
        while (first != null && first.header().seq() <= seq) {
            again.pollFirst();
            queued--;
            done(first);
            first = again.peekFirst();
        }
        outSeq = Math.max(outSeq, seq);
    }

    /** Whether the peer has never said that it has any of it. */
    boolean nothingAcknowledged() {
        return acknowledged == 0;
    }

    /** Messages that the peer has said it has, since numbers began. */
    long acknowledgedCount() {
        return acknowledged;
    }

    private void done(StoredMessage message) {
        acknowledged++;
        window.release(message.length());
        message.acknowledge();
    }

    /** Forgets everything and begins numbers anew. */
    void clear(RuntimeException reason) {
        requeue();
        waiting.values().forEach(again::addAll);
        waiting.clear();
        level = null;
        for (StoredMessage message : again) {
            window.release(message.length());
            message.fail(reason);
        }
        again.clear();
        queued = 0;
        acknowledged = 0;
        outSeq = 0;
    }

    long outSeq() {
        return outSeq;
    }

    int queued() {
        return queued;
    }

    int unacknowledged() {
        return unacknowledged;
    }

    long sent() {
        return sentCount;
    }

    long sentBytes() {
        return sentBytes;
    }

    long replayed() {
        return replayed;
    }
}
