package messenger.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Bounds what a session stores to be sent: by messages and bytes of its own, and by bytes of the whole process. Nothing is
 * ever evicted; who finds it full waits, or is turned away. Thread safe.
 */
final class SendWindow {
    private static final int STAGES = 3;

    private final Throttle messages;
    private final Throttle bytes;
    private final Throttle process;
    private final Set<Thread> blocked = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SendWindow(long maxMessages, long maxBytes, Throttle process) {
        this.messages = new Throttle("store.messages", maxMessages);
        this.bytes = new Throttle("store.bytes", maxBytes);
        this.process = process;
    }

    boolean isEmpty() {
        return messages.used() == 0;
    }

    long usedBytes() {
        return bytes.used();
    }

    boolean tryReserve(long length) {
        if (!messages.tryAcquire(1)) {
            return false;
        }
        if (!bytes.tryAcquire(length)) {
            messages.release(1);
            return false;
        }
        if (!process.tryAcquire(length)) {
            bytes.release(length);
            messages.release(1);
            return false;
        }
        return true;
    }

    /** Reserves whatever the limits. */
    void forceReserve(long length) {
        messages.forceAcquire(1);
        bytes.forceAcquire(length);
        process.forceAcquire(length);
    }

    /**
     * Reserves, waiting its turn.
     *
     * @param timeoutNanos how long to wait
     * @return false if it took longer or the window was closed
     * @throws InterruptedException if interrupted; nothing is reserved
     */
    boolean reserve(long length, long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        Thread self = Thread.currentThread();
        int reserved = 0;
        blocked.add(self);
        try {
            if (await(messages, 1, deadline)) {
                reserved++;
                if (await(bytes, length, deadline)) {
                    reserved++;
                    if (await(process, length, deadline)) {
                        reserved++;
                    }
                }
            }
            return reserved == STAGES;
        } finally {
            blocked.remove(self);
            if (reserved < STAGES) {
                giveBack(reserved, length);
            }
        }
    }

    private void giveBack(int reserved, long length) {
        if (reserved > 1) {
            bytes.release(length);
        }
        if (reserved > 0) {
            messages.release(1);
        }
    }

    private boolean await(Throttle throttle, long amount, long deadline) throws InterruptedException {
        Thread self = Thread.currentThread();
        Throttle.Ticket ticket = throttle.acquire(amount, () -> LockSupport.unpark(self));
        while (ticket != null && !ticket.isGranted()) {
            long rest = deadline - System.nanoTime();
            if (rest <= 0 || closed) {
                throttle.cancel(ticket);
                return false;
            }
            LockSupport.parkNanos(this, rest);
            if (Thread.interrupted()) {
                throttle.cancel(ticket);
                throw new InterruptedException("interrupted while waiting for room in the store");
            }
        }
        return true;
    }

    /** Gives back the room of so many messages, of so many bytes together. */
    void release(int count, long length) {
        process.release(length);
        bytes.release(length);
        messages.release(count);
    }

    /** Nobody needs to wait any more. */
    void close() {
        closed = true;
        blocked.forEach(LockSupport::unpark);
    }
}
