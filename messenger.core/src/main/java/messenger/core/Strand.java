package messenger.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import messenger.spi.support.TransportThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in the order in which they were posted, on the thread that posts to an idle strand. What
 * only tasks of one strand touch needs no lock, and a task on an idle strand costs no change of threads.
 *
 * <p>A thread that has run many tasks in a row leaves the rest to a virtual thread. A task posted from within a task of the same strand runs after it. Tasks must not wait.
 */
final class Strand {
    private static final Logger LOG = LoggerFactory.getLogger(Strand.class);

    private static final ScopedValue<Boolean> INSIDE = ScopedValue.newInstance();
    private static final ScopedValue.Carrier IN_STRAND = ScopedValue.where(INSIDE, true);

    private static final VarHandle PENDING = Fields.of(MethodHandles.lookup(), "pending", int.class);

    /** Most tasks that a thread runs in a row for others. */
    private static final int MAX_TASKS = 256;

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Runnable draining = this::drain;

    @SuppressWarnings("unused") // by PENDING
    private volatile int pending;

    /** Whether the caller is a task of some strand, or may be, and so must not wait. */
    static boolean isInside() {
        return TransportThread.current() != null || INSIDE.isBound();
    }

    void execute(Runnable task) {
        if (TransportThread.current() == null) {
            enqueue(task);
        } else {
            executeOwn(task);
        }
    }

    /** Likewise, on a thread of a transport, or a task that calls nobody's code but core's and the link's. */
    void executeOwn(Runnable task) {
        if (!PENDING.compareAndSet(this, 0, 1)) {
            enqueue(task);
            return;
        }
        // nothing was posted before it: it needs no place in the queue
        guarded(task);
        if ((int) PENDING.getAndAdd(this, -1) != 1) {
            drainInside();
        }
    }

    private void enqueue(Runnable task) {
        tasks.add(task);
        if ((int) PENDING.getAndAdd(this, 1) == 0) {
            drainInside();
        }
    }

    private void drainInside() {
        if (TransportThread.current() == null) {
            IN_STRAND.run(draining);
        } else {
            drain();
        }
    }

    private void drain() {
        int ran = 0;
        do {
            if (ran++ == MAX_TASKS) {
                // others post faster than this thread, which has its own to do, can run
                Thread.ofVirtual().name("messenger-strand").start(() -> IN_STRAND.run(draining));
                return;
            }
            guarded(tasks.poll());
        } while ((int) PENDING.getAndAdd(this, -1) != 1);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a task of a session failed; please report this as a defect", e);
        }
    }
}
