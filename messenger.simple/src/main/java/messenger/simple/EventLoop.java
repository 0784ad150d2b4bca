package messenger.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import messenger.spi.Crc32c;
import messenger.spi.support.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One platform thread that waits for its sockets and reads from them. What belongs to the thread may be touched by it
 * only; others post tasks to it.
 */
final class EventLoop {
    /** Bytes of the buffer that all sockets of a loop are read into. */
    static final int BUFFER_SIZE = 256 * 1024;

    /** Most looks at a socket that has nothing, before the loop waits for all of them. */
    private static final int MAX_PATIENCE = 8;

    /** Most looks at one socket in a row, whatever it has: the others wait meanwhile. */
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
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final Crc32c crc = new Crc32c();
    private int patience;
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

    /** Makes a change of interests known, whichever thread made it. */
    void wakeup() {
        if (Thread.currentThread() != thread) {
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
        while (!ending) {
            runTasks();
            try {
                if (tasks.isEmpty()) {
                    selector.select();
                } else {
                    selector.selectNow();
                }
            } catch (IOException e) {
                LOG.error("{} cannot wait for its sockets; its links are closed", thread.getName(), e);
                break;
            }
            SelectionKey last = null;
            int received = 0;
            for (SelectionKey key : selector.selectedKeys()) {
                if (ready(key, key.readyOps())) {
                    last = key;
                    received++;
                }
            }
            selector.selectedKeys().clear();
            if (received == 1) {
                linger(last);
            }
        }
        end();
    }

    /**
     * Looks again at a socket that alone has received something: a peer that answers at once then costs no call of the
     * selector. How often it looks follows how often that was worth it.
     */
    private void linger(SelectionKey key) {
        int looks = Math.max(1, patience);
        for (int turns = 0; turns < MAX_TURNS && looks > 0 && tasks.isEmpty() && !ending; turns++) {
            Thread.yield();
            if (ready(key, SelectionKey.OP_READ)) {
                patience = Math.min(MAX_PATIENCE, patience + 1);
                looks = patience;
            } else {
                looks--;
            }
        }
        patience = patience / 2;
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

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guard(task);
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
        runTasks();
        for (SelectionKey key : List.copyOf(selector.keys())) {
            guard(((Registered) key.attachment())::loopEnds);
        }
        runTasks();
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
