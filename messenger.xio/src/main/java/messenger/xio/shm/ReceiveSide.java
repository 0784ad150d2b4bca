package messenger.xio.shm;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a connection receives, and whether it sleeps. Belongs to the worker. */
final class ReceiveSide {
    private final ShmCompletionQueue queue;
    private final InRing in;
    private final OutRing own;
    private final Waker waker;

    /** The queue's memory, which is replaced by a longer one if need be. */
    private byte[] buffer;

    private ByteBuffer datagram;

    /** Odd while it sleeps. */
    private int sleep;

    /** For which of the peer's waits for room it was woken. */
    private int woken;

    ReceiveSide(ShmCompletionQueue queue, InRing in, OutRing own, Waker waker) {
        this.queue = queue;
        this.in = in;
        this.own = own;
        this.waker = waker;
    }

    boolean isEmpty() throws RingFault {
        return in.next() == InRing.EMPTY;
    }

    /**
     * Copies the next datagram; its slot is free for the peer before anybody has looked at the copy.
     *
     * @return the copy, valid until the next one, or null if there is none
     */
    ByteBuffer take() throws RingFault {
        int length = in.next();
        if (length == InRing.EMPTY) {
            return null;
        }
        byte[] memory = queue.buffer(in.payload());
        if (memory != buffer) {
            buffer = memory;
            datagram = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        }
        in.take(memory, length);
        own.release(RingLayout.CONSUMED, in.consumed());
        return datagram.clear().limit(length);
    }

    /** Most datagrams that can be there at once. */
    int depth() {
        return in.depth();
    }

    /** Datagrams have been taken: wakes the peer if it waits for room and was not woken. */
    void taken() {
        VarHandle.fullFence();
        int blocked = in.word(RingLayout.BLOCKED);
        if ((blocked & 1) != 0 && blocked != woken) {
            woken = blocked;
            waker.wake();
        }
    }

    /** Tells the peer that it has to wake this side from now on. What has come before is to be looked at after this. */
    void sleep() {
        own.announce(RingLayout.SLEEP, ++sleep);
    }

    /** Tells the peer that this side looks by itself. */
    void awake() {
        own.announce(RingLayout.SLEEP, ++sleep);
    }

    /** How often the peer was asked to wake this side. */
    int sleeps() {
        return (sleep + 1) >>> 1;
    }
}
