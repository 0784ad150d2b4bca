package messenger.conformance;

import java.util.Optional;

/**
 * What one party sends to another over one session, numbered from 0. A flow breaks when its session ends or is reset;
 * only a broken one may have lost messages.
 */
final class Flow {
    private final long id;
    private final Party from;
    private final Party to;
    private long sent;
    private long sentBytes;
    private long received;
    private long receivedBytes;
    private long last = -1;
    private boolean gap;
    private boolean broken;

    Flow(long id, Party from, Party to) {
        this.id = id;
        this.from = from;
        this.to = to;
    }

    long id() {
        return id;
    }

    Party from() {
        return from;
    }

    /** Whether the receiver has dropped the session for good, so that a sender that does not dial waits for ever. */
    boolean isAbandoned() {
        return !to.hasSessionWith(from);
    }

    boolean isBetween(Party one, Party other) {
        return from == one && to == other || from == other && to == one;
    }

    /** Number of the next message. Guarded, with {@link #sent}, by the flow itself. */
    long next() {
        return sent;
    }

    void sent(long bytes) {
        sent++;
        sentBytes += bytes;
    }

    synchronized void breakOff() {
        broken = true;
    }

    /** Takes note of a message; says what is wrong with it. */
    synchronized Optional<String> received(Party by, long number, long bytes) {
        received++;
        receivedBytes += bytes;
        if (by != to) {
            return Optional.of(this + " arrived at " + by.settings().name());
        }
        if (number <= last) {
            return Optional.of(this + ": number " + number + " came after " + last + ", twice or out of order");
        }
        if (number > last + 1) {
            gap = true;
        }
        last = number;
        return Optional.empty();
    }

    /** Bytes that are on their way. */
    synchronized long outstanding() {
        return broken ? 0 : sentBytes - receivedBytes;
    }

    /** Whether all has arrived that must. */
    synchronized boolean isComplete() {
        return broken || received == sent && !gap;
    }

    @Override
    public synchronized String toString() {
        return "flow " + id + " from " + from.settings().name() + " to "
                + to.settings().name() + " (sent " + sent
                + ", received " + received + ", last " + last + (gap ? ", with a gap" : "") + (broken ? ", broken" : "")
                + ")";
    }
}
