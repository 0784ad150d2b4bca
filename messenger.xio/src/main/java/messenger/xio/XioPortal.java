package messenger.xio;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import messenger.spi.Crc32c;
import messenger.spi.LinkFault;
import messenger.spi.MessageMemory;
import messenger.spi.support.DaemonThreads;
import messenger.spi.support.Patience;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.Fabric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker thread with its completion queue and its links. Polls for a while after something has come, then sleeps until
 * something comes. What belongs to the thread may be touched by it only; others post tasks to it.
 */
final class XioPortal {
    private static final Logger LOG = LoggerFactory.getLogger(XioPortal.class);

    /** How long links have to end once the portal is to. */
    private static final Duration END_LIMIT = Duration.ofSeconds(3);

    /** What waits for a portal that would sleep does not wait for more turns than that. */
    private static final int BUSY_TURNS = 64;

    /** Between two looks at the links. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final CompletionQueue queue;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> idle = new ArrayDeque<>();
    private int turns;
    private final Crc32c crc = new Crc32c();
    private final Set<XioConnection> links = new LinkedHashSet<>();
    /** Links that have reported something since the last look. */
    private final List<XioConnection> touched = new ArrayList<>();

    private final LongSupplier clock;
    private final Patience patience;
    private Staging staging;
    private long looked;
    private volatile boolean ending;

    /** With {@code clock}, monotonic nanoseconds. */
    XioPortal(String name, Fabric fabric, Duration maxSpin, LongSupplier clock) throws IOException {
        this.queue = fabric.open(name);
        this.clock = clock;
        this.looked = clock.getAsLong();
        this.patience = new Patience(maxSpin);
        this.thread = DaemonThreads.unstarted(name, this::run);
    }

    /** Changes how long it polls before it sleeps. Any thread. */
    void maxSpin(Duration duration) {
        patience.most(duration);
    }

    /** Names the memory to use, before {@link #start}. */
    void memory(MessageMemory memory) {
        staging = new Staging(memory);
    }

    /** Begins to work. */
    void start() {
        thread.start();
    }

    CompletionQueue queue() {
        return queue;
    }

    /** The thread's own. */
    Crc32c crc() {
        return crc;
    }

    Staging staging() {
        return staging;
    }

    boolean isOwn() {
        return Thread.currentThread() == thread;
    }

    /** Has the portal's thread run a task soon. */
    void execute(Runnable task) {
        tasks.add(task);
        if (!isOwn()) {
            queue.wakeup();
        }
    }

    /** Has a task run before the portal sleeps, or after some more turns; called on the portal's thread. */
    void whenIdle(Runnable task) {
        idle.add(task);
    }

    void add(XioConnection link) {
        links.add(link);
    }

    void remove(XioConnection link) {
        links.remove(link);
    }

    /** Has the link's {@link XioConnection#batchEnd} called when everything that arrived together has been reported. */
    void touch(XioConnection link) {
        touched.add(link);
    }

    private void run() {
        try {
            while (!ending) {
                boolean worked = work() > 0;
                long now = clock.getAsLong();
                look(now);
                if (worked) {
                    patience.found(now);
                    countTurn();
                } else if (patience.goesOn(now)) {
                    countTurn();
                    Thread.yield();
                } else {
                    runIdle();
                    sleep();
                }
            }
        } catch (IOException e) {
            LOG.error("{} cannot wait for its links and closes them: {}", thread.getName(), e.getMessage());
        } finally {
            end();
        }
    }

    private int work() throws IOException {
        int handled = run(tasks);
        handled += queue.poll();
        for (int i = 0; i < touched.size(); i++) {
            guard(touched.get(i)::batchEnd);
        }
        touched.clear();
        return handled;
    }

    private void countTurn() {
        if (++turns == BUSY_TURNS) {
            runIdle();
        }
    }

    private void runIdle() {
        turns = 0;
        run(idle);
    }

    private void sleep() throws IOException {
        if (tasks.isEmpty() && !ending) {
            queue.await(LOOK.toNanos());
        }
    }

    private void look(long now) {
        if (now - looked >= LOOK.toNanos()) {
            looked = now;
            links.forEach(XioConnection::look);
        }
    }

    private static int run(Queue<Runnable> tasks) {
        int count = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guard(task);
            count++;
        }
        return count;
    }

    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a task of {} failed", Thread.currentThread().getName(), e);
        }
    }

    private void end() {
        ending = true;
        try {
            run(tasks);
            for (XioConnection link : List.copyOf(links)) {
                link.close(LinkFault.local("messenger.xio has stopped; link to " + link.peer() + " closed"));
            }
            long deadline = System.nanoTime() + END_LIMIT.toNanos();
            while (!links.isEmpty() && System.nanoTime() < deadline) {
                if (work() == 0 && tasks.isEmpty()) {
                    queue.await(Math.max(1, Math.min(deadline - System.nanoTime(), 10_000_000)));
                }
            }
            run(tasks);
            if (!links.isEmpty()) {
                LOG.error("{} links of {} have not ended within {}", links.size(), thread.getName(), END_LIMIT);
            }
        } catch (IOException e) {
            LOG.error("{} cannot close its links: {}", thread.getName(), e.getMessage());
        }
        staging.close();
        queue.close();
    }

    /** Ends the portal once it has run the tasks posted so far. */
    void shutdown() {
        ending = true;
        if (thread.getState() == Thread.State.NEW) {
            queue.close();
        } else {
            queue.wakeup();
        }
    }

    /**
     * Waits until the portal has ended; at once on its own thread.
     *
     * @return whether it has
     */
    boolean join(Duration timeout) throws InterruptedException {
        return isOwn() || thread.getState() == Thread.State.NEW || thread.join(timeout);
    }

    /** Waits until the portal has ended, however long that takes. */
    void awaitEnd() {
        boolean ended = false;
        while (!ended) {
            try {
                ended = join(END_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    String name() {
        return thread.getName();
    }
}
