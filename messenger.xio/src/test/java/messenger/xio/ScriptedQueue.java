package messenger.xio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import messenger.xio.fabric.CompletionQueue;

/** A completion queue whose events a test makes. Everything that was pushed before a poll is reported by it, together. */
final class ScriptedQueue implements CompletionQueue {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private List<Runnable> events = new ArrayList<>();
    private List<Runnable> gathered;
    private boolean woken;
    private boolean sleeping;
    private boolean closed;

    /** Has the worker thread run this within its next poll. */
    void push(Runnable event) {
        pushAll(List.of(event));
    }

    /** Likewise, all within the same poll. */
    synchronized void pushAll(List<? extends Runnable> together) {
        (gathered == null ? events : gathered).addAll(together);
        notifyAll();
    }

    /** Keeps back what is pushed from now on, until {@link #release}. */
    synchronized void gather() {
        gathered = new ArrayList<>();
    }

    synchronized void release() {
        events.addAll(gathered);
        gathered = null;
        notifyAll();
    }

    @Override
    public int poll() {
        List<Runnable> due;
        synchronized (this) {
            due = events;
            events = new ArrayList<>();
        }
        due.forEach(Runnable::run);
        return due.size();
    }

    @Override
    public synchronized void await(long nanos) {
        sleeping = true;
        notifyAll();
        try {
            long end = System.nanoTime() + (nanos < 0 ? TIMEOUT_NANOS : nanos);
            for (long rest = nanos; events.isEmpty() && !woken && rest > 0; rest = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, rest);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        sleeping = false;
        woken = false;
    }

    @Override
    public synchronized void wakeup() {
        woken = true;
        notifyAll();
    }

    /** Waits until the worker thread sleeps and has nothing left to do: whatever was caused so far has happened. */
    synchronized void settle() throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (!closed && !(sleeping && events.isEmpty() && !woken)) {
            long rest = end - System.nanoTime();
            if (rest <= 0) {
                throw new AssertionError("the worker does not come to rest; events waiting: " + events.size());
            }
            TimeUnit.NANOSECONDS.timedWait(this, rest);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
