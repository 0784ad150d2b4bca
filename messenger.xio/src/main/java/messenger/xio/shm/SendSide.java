package messenger.xio.shm;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * What a connection sends. One thread at a time sends; the worker looks after a sender that found no room.
 */
final class SendSide {
    private final OutRing out;
    private final InRing peer;
    private final Waker waker;

    /** For which of the peer's sleeps it was woken; the sender's. */
    private int woken;

    /** Odd while a sender that found no room has to be told of room; written under the monitor. */
    private volatile int blocked;

    private volatile boolean closed;

    /** What the peer had taken then; under the monitor. */
    private int blockedAt;

    SendSide(OutRing out, InRing peer, Waker waker) {
        this.out = out;
        this.peer = peer;
        this.waker = waker;
    }

    /** The next slot, or null if the peer has not taken what is in it; the worker then says when it has. */
    ByteBuffer claim() throws RingFault {
        try {
            return next();
        } catch (IllegalStateException e) {
            return closedMeanwhile(e);
        }
    }

    private ByteBuffer next() throws RingFault {
        if (out.free()) {
            return out.slot();
        }
        out.consumed(peer.word(RingLayout.CONSUMED));
        if (!out.free()) {
            synchronized (this) {
                blockedAt = out.consumed();
                if ((blocked & 1) == 0) {
                    setBlocked(blocked + 1);
                }
            }
            out.consumed(peer.word(RingLayout.CONSUMED));
            if (!out.free()) {
                return null;
            }
            synchronized (this) {
                if ((blocked & 1) != 0) {
                    setBlocked(blocked + 1);
                }
            }
        }
        return out.slot();
    }

    private void setBlocked(int value) {
        blocked = value;
        out.announce(RingLayout.BLOCKED, value);
    }

    void post() {
        try {
            out.publish();
        } catch (IllegalStateException e) {
            closedMeanwhile(e);
        }
    }

    /** The memory is not mapped any more. */
    private ByteBuffer closedMeanwhile(IllegalStateException e) {
        if (closed) {
            return null;
        }
        throw e;
    }

    /** Wakes the peer if it sleeps and nobody has woken it. */
    void flush() {
        VarHandle.fullFence();
        try {
            int sleep = peer.word(RingLayout.SLEEP);
            if ((sleep & 1) != 0 && sleep != woken) {
                woken = sleep;
                waker.wake();
            }
        } catch (IllegalStateException e) {
            closedMeanwhile(e);
        }
    }

    /** Before the memory is unmapped: calls that come too late then do nothing. */
    void close() {
        closed = true;
    }

    /** Whether a sender waits for room that is there by now; the worker's. */
    boolean hasRoomAgain() {
        return (blocked & 1) != 0 && hasTakenMore();
    }

    private synchronized boolean hasTakenMore() {
        return (blocked & 1) != 0 && peer.word(RingLayout.CONSUMED) != blockedAt;
    }

    /** The sender is told now. */
    synchronized void unblock() {
        if ((blocked & 1) != 0) {
            setBlocked(blocked + 1);
        }
    }

    /** How often the peer was asked to say when there is room. */
    int blocks() {
        return (blocked + 1) >>> 1;
    }
}
