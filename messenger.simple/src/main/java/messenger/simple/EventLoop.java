package messenger.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import messenger.spi.Crc32c;
import messenger.spi.support.DaemonThreads;
import messenger.spi.support.Patience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One platform thread that waits for its sockets and reads from them. What belongs to the thread may be touched by it
 * only; others post tasks to it.
 */
final class EventLoop {
    /** Bytes of the buffer that all sockets of a loop are read into. */
    static final int BUFFER_SIZE = 256 * 1024;

    /** How long a loop looks in vain before it sleeps until something comes. */
    private static final Duration LOOK = Duration.ofNanos(20_000);

    /** So many turns in a row with something to read do not put off for longer what waits for one without. */
    private static final int BUSY_TURNS = 16;

    /** Most tasks in a row, as those who post them may do so without end. */
    private static final int MAX_TASKS = 64;

    /** Most looks at one socket in a row, whatever it has: others may be opened meanwhile. */
    private static final int MAX_TURNS = 64;

    /** A registered channel's owner; called on the loop's thread. */
    interface Registered {
        /**
         * The channel is ready for some of what its key is interested in.
         *
         * @return whether anything was received
         */
        boolean ready(int operations);

        /** The loop ends after this call and the tasks posted by it. */
        void loopEnds();
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> idle = new ArrayDeque<>();
    private int turns;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final Crc32c crc = new Crc32c();
    private final Consumer<SelectionKey> serving = this::serve;
    private final Consumer<SelectionKey> waking = this::woken;
    private final Patience patience = new Patience(LOOK);
    /** Sockets that have received something at this look, and the last of them. */
    private int received;

    private SelectionKey last;
    /** Whether it has to be woken for a task, or for a change of interests. */
    private volatile boolean sleeping;

    private volatile boolean ending;

    /** A loop that waits to be started. */
    EventLoop(String name) throws IOException {
        selector = Selector.open();
        thread = DaemonThreads.unstarted(name, this::run);
    }

    /** Starts the loop's thread unless it was; tasks posted before run first. */
    synchronized void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Has the loop's thread run a task, after those posted before; a loop that has ended drops it. */
    void execute(Runnable task) {
        tasks.add(task);
        wakeup();
    }

    /** Has a task run before the loop sleeps, or after some more turns; called on the loop's thread. */
    void whenIdle(Runnable task) {
        idle.add(task);
    }

    /** Makes a change of interests known, whichever thread made it. */
    void wakeup() {
        if (sleeping) {
            selector.wakeup();
        }
    }

    /** The loop's read buffer, little endian; empty between two calls of the loop. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** For use on the loop's thread. */
    Crc32c crc() {
        return crc;
    }

    /** Registers a channel; called on the loop's thread. */
    SelectionKey register(SelectableChannel channel, int operations, Registered owner) throws ClosedChannelException {
        return channel.register(selector, operations, owner);
    }

    private void run() {
        boolean awake = false;
        try {
            while (!ending) {
                run(tasks, MAX_TASKS);
                received = 0;
                if (!awake || ++turns == BUSY_TURNS) {
                    turns = 0;
                    run(idle, Integer.MAX_VALUE);
                }
                select(awake);
                awake = received > 0 ? selector.keys().size() > 1 || linger() : goesOn();
            }
        } catch (IOException e) {
            LOG.error("{} cannot wait for its sockets; its links are closed", thread.getName(), e);
        }
        end();
    }

    private void select(boolean awake) throws IOException {
        if (awake) {
            selector.selectNow(serving);
            return;
        }
        sleeping = true;
        if (tasks.isEmpty()) {
            selector.select(waking);
        } else {
            selector.selectNow(serving);
        }
        sleeping = false;
    }

    private void woken(SelectionKey key) {
        sleeping = false;
        serve(key);
    }

    private boolean goesOn() {
        boolean goesOn = patience.goesOn(System.nanoTime());
        if (goesOn) {
            Thread.yield();
        }
        return goesOn;
    }

    private void serve(SelectionKey key) {
        if (ready(key, key.readyOps())) {
            if (received++ == 0) {
                patience.found(System.nanoTime());
            }
            last = key;
        }
    }

    /**
     * Looks again at the only socket, without asking the selector: a peer that answers at once then costs no more than a
     * read.
     *
     * @return whether the loop is still to look before it sleeps
     */
    private boolean linger() {
        SelectionKey key = last;
        last = null;
        for (int turns = 0; turns < MAX_TURNS && tasks.isEmpty() && !ending; turns++) {
            Thread.yield();
            if (ready(key, SelectionKey.OP_READ)) {
                patience.found(System.nanoTime());
            } else if (!patience.goesOn(System.nanoTime())) {
                return false;
            }
        }
        return true;
    }

    private static boolean ready(SelectionKey key, int operations) {
        if (!key.isValid() || (key.interestOps() & operations) == 0) {
            return false;
        }
        try {
            return ((Registered) key.attachment()).ready(operations);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "a socket of {} could not be served", Thread.currentThread().getName(), e);
            return false;
        }
    }

    private static void run(Queue<Runnable> tasks, int most) {
        Runnable task = tasks.poll();
        for (int count = 1; task != null; count++) {
            guard(task);
            task = count < most ? tasks.poll() : null;
        }
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
        run(tasks, Integer.MAX_VALUE);
        for (SelectionKey key : List.copyOf(selector.keys())) {
            guard(((Registered) key.attachment())::loopEnds);
        }
        run(tasks, Integer.MAX_VALUE);
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("selector of {} cannot be closed", thread.getName(), e);
        }
    }

    /** Ends the loop once it has run the tasks posted so far. */
    void shutdown() {
        ending = true;
        start();
        selector.wakeup();
    }

    /**
     * Waits until the loop has ended; at once on its own thread.
     *
     * @return whether it has
     */
    boolean join(Duration timeout) throws InterruptedException {
        return Thread.currentThread() == thread || thread.join(timeout);
    }

    String name() {
        return thread.getName();
    }
}
