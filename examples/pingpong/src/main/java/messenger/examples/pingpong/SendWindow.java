package messenger.examples.pingpong;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Decides who may send which counter. One thread at a time has the turn, so that counters leave in order, and no lock
 * is held while it sends. Threads that bring replies take turns too, until the session is full; then it is the owner's
 * turn only, as the owner may wait. Thread safe.
 */
final class SendWindow {
    /** Answer of {@link #claim} when there is nothing to send, or another has the turn. */
    static final long NONE = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long credits;
    private final long end;
    private long next;
    private boolean closed;
    private boolean taken;
    private boolean ownerOnly;

    /**
     * A window.
     *
     * @param credits messages that may be sent before the first reply
     * @param end counter that is not sent any more
     */
    SendWindow(long credits, long end) {
        this.credits = credits;
        this.end = end;
    }

    /** Takes the turn; {@link #sent} or {@link #refused} must follow, unless the answer is {@link #NONE}. */
    long claim(boolean owner) {
        lock.lock();
        try {
            if (taken || closed || credits == 0 || next >= end || ownerOnly && !owner) {
                return NONE;
            }
            taken = true;
            credits--;
            return next++;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn back: the message is on its way. */
    void sent() {
        lock.lock();
        try {
            taken = false;
            ownerOnly = false;
            if (closed || next >= end) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn back: the message was not taken, and from now on the owner sends. */
    void refused() {
        lock.lock();
        try {
            taken = false;
            ownerOnly = true;
            credits++;
            next--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A reply came: one more may be sent. */
    void credit() {
        lock.lock();
        try {
            credits++;
            if (ownerOnly || closed || next >= end) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends nothing more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything has been sent that will be. */
    boolean isClosed() {
        lock.lock();
        try {
            return (closed || next >= end) && !taken;
        } finally {
            lock.unlock();
        }
    }

    /** Messages sent, and the one that somebody has the turn for. */
    long next() {
        lock.lock();
        try {
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until only the owner may send, the condition holds, or the time is over.
     *
     * @param nanos returns at once if not positive
     * @param condition is asked again after each change of the window once everything has been sent
     */
    void await(long nanos, BooleanSupplier condition) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0
                    && !(ownerOnly && !taken && !closed && credits > 0 && next < end)
                    && !condition.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
