package messenger.xio.shm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.EventFd;
import messenger.xio.posix.PacketReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the rings of the queue pairs that have had traffic lately. The others have told their peers that they sleep,
 * and are found by epoll, so that they cost nothing. State belongs to the worker, except the tasks.
 */
final class ShmCompletionQueue implements CompletionQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ShmCompletionQueue.class);

    /** Looks into rings in vain, altogether, before a queue pair goes to sleep: in the order of a millisecond. */
    private static final int PATIENCE = 1 << 16;

    /** Every so many polls look at the sockets, too, while there are rings to look into. */
    private static final int QUIET_TURN = 64;

    private static final int BUSY_TURN = 256;

    private final String name;
    private final long handshakeNanos;
    private final Epoll<EventSource> epoll;
    private final EventFd event;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PacketReader reader = new PacketReader(Handshake.PACKET_MAX);
    private final Deadlines deadlines = new Deadlines();
    private final List<ShmQueuePair> pairs = new ArrayList<>();
    private ShmQueuePair[] active = new ShmQueuePair[16];
    private int actives;
    private byte[] buffer = new byte[0];
    private int found;
    private int turns;
    private volatile boolean woken;
    private volatile boolean sleeping;
    private volatile boolean closed;

    /**
     * @param handshakeNanos how long a peer has for its part of a handshake
     */
    ShmCompletionQueue(String name, long handshakeNanos) throws IOException {
        this.name = name;
        this.handshakeNanos = handshakeNanos;
        epoll = new Epoll<>();
        try {
            event = new EventFd();
        } catch (IOException e) {
            epoll.close();
            throw e;
        }
        register(event.descriptor(), events -> {
            event.reset();
            return 0;
        });
    }

    /** Waits for a descriptor, too. Any thread. */
    Epoll.Registration<EventSource> register(Descriptor descriptor, EventSource source) throws IOException {
        return epoll.add(descriptor, Epoll.IN, source);
    }

    /** Has the worker run a task, after those posted before. Any thread. */
    void execute(Runnable task) {
        if (!closed) {
            tasks.add(task);
            wakeup();
        }
    }

    /** Has all peers told that a region goes. Any thread. */
    void forget(MemoryRegion region) {
        execute(() -> pairs.forEach(pair -> pair.forget(region)));
    }

    boolean isClosed() {
        return closed;
    }

    /** How long a peer has for its part of a handshake. */
    long handshakeNanos() {
        return handshakeNanos;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    PacketReader reader() {
        return reader;
    }

    /** Where datagrams are copied to; at least that long. */
    byte[] buffer(int length) {
        if (buffer.length < length) {
            buffer = new byte[length];
        }
        return buffer;
    }

    void add(ShmQueuePair pair) {
        pairs.add(pair);
    }

    void remove(ShmQueuePair pair) {
        pairs.remove(pair);
        for (int i = 0; i < actives; i++) {
            if (active[i] == pair) {
                active[i] = active[--actives];
                active[actives] = null;
                return;
            }
        }
    }

    /** Looks into the rings of a queue pair from now on. */
    void activate(ShmQueuePair pair) {
        if (actives == active.length) {
            active = Arrays.copyOf(active, actives * 2);
        }
        active[actives++] = pair;
    }

    @Override
    public int poll() throws IOException {
        int handled = runTasks();
        handled += handleFound();
        int patience = actives == 0 ? 0 : PATIENCE / actives;
        for (int i = 0; i < actives; ) {
            ShmQueuePair pair = active[i];
            int count = pair.poll();
            handled += count;
            if (pair.idle(count, patience)) {
                active[i] = active[--actives];
                active[actives] = null;
            } else {
                i++;
            }
        }
        turns++;
        if (actives == 0 || turns >= (handled == 0 ? QUIET_TURN : BUSY_TURN)) {
            turns = 0;
            found = epoll.await(0);
            handled += handleFound();
            run(deadlines::expire);
        }
        handled += runTasks();
        return handled;
    }

    private int runTasks() {
        int count = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
            count++;
        }
        return count;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a task of {} failed", name, e);
        }
    }

    private int handleFound() {
        int handled = 0;
        for (int i = 0; i < found; i++) {
            EventSource source = epoll.attachment(i);
            if (source != null) {
                handled += ready(source, epoll.events(i));
            }
        }
        found = 0;
        return handled;
    }

    private int ready(EventSource source, int events) {
        try {
            return source.ready(events);
        } catch (RuntimeException | Error e) {
            LOG.error("an event of {} could not be handled", name, e);
            return 1;
        }
    }

    @Override
    public void await(long nanos) throws IOException {
        for (int i = actives - 1; i >= 0; i--) {
            if (active[i].arm()) {
                active[i] = active[--actives];
                active[actives] = null;
            }
        }
        sleeping = true;
        if (actives == 0 && !woken && tasks.isEmpty() && found == 0) {
            found = epoll.await(deadlines.limit(nanos));
        }
        sleeping = false;
        woken = false;
    }

    @Override
    public void wakeup() {
        woken = true;
        if (sleeping) {
            event.signal();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        runTasks();
        for (ShmQueuePair pair : List.copyOf(pairs)) {
            pair.end();
        }
        runTasks();
        event.close();
        epoll.close();
        reader.close();
    }
}
