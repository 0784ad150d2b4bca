package messenger.core;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Most tasks that a thread runs in a row for others. */
    private static final int MAX_TASKS = 256;

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final Runnable draining = this::drain;

    /** Whether the caller is a task of some strand, and so must not wait. */
    static boolean isInside() {
        return INSIDE.isBound();
    }

    void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            IN_STRAND.run(draining);
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
            Runnable task = tasks.poll();
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a task of a session failed; please report this as a defect", e);
            }
        } while (pending.decrementAndGet() != 0);
    }
}
