package messenger.core;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import messenger.api.EntityName;
import messenger.api.MessageHeader;
import messenger.spi.support.Patience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dispatch of one endpoint: everything that its links receive, on one thread, by priority, then in turns between
 * sessions, then in order. Fast dispatch is inline, on the receiving thread.
 *
 * <p>Only the dispatch thread touches the ordered queue; others hand it their items over a queue without locks.
 */
final class DispatchQueue {
    /** Events of sessions come before any message. */
    private static final int EVENT_PRIORITY = 1 << 16;

    private static final long MAX_TOKENS = 16 << 20;
    private static final long MIN_COST = 64 << 10;

    /** A message or an event, and whether fast ones of its session have to wait for it. */
    private record Item(
            CoreConnection connection,
            int priority,
            ReceivedMessage message,
            Runnable event,
            long since,
            boolean deferred) {}

    private static final Logger LOG = LoggerFactory.getLogger(DispatchQueue.class);

    private final EntityName endpoint;
    private final Dispatchers dispatchers;
    private final Timers timers;
    private final ConcurrentLinkedQueue<Item> arrivals = new ConcurrentLinkedQueue<>();
    private final PrioritizedQueue<CoreConnection, Item> ordered = new PrioritizedQueue<>(MAX_TOKENS, MIN_COST);
    private final AtomicInteger queued = new AtomicInteger();
    private final Patience patience;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean stopping;
    private volatile boolean ended;
    private boolean complained;
    private boolean worked;
    private volatile long headSince;
    private volatile long dispatched;

    /** With {@code spin}, how long its thread looks for more before it sleeps. */
    DispatchQueue(EntityName endpoint, Dispatchers dispatchers, Timers timers, Duration spin) {
        this.endpoint = endpoint;
        this.dispatchers = dispatchers;
        this.timers = timers;
        this.patience = new Patience(spin);
        this.thread = CoreThreads.daemon("messenger-dispatch-" + endpoint, this::run);
        dispatchers.onChange(this::wake);
        thread.start();
    }

    /** Whether the caller is dispatching a message, or is a task of a session, and so must not wait. */
    boolean isDispatching() {
        return Thread.currentThread() == thread || Strand.isInside();
    }

    /** Whether the caller dispatches a message, and more wait behind it: it may well send more. */
    boolean goesOnHere() {
        return Thread.currentThread() == thread && queued.get() > 1;
    }

    int queued() {
        return queued.get();
    }

    long dispatched() {
        return dispatched;
    }

    /** How long the item at the head has waited, in nanoseconds; 0 if there is none. */
    long oldestNanos() {
        return queued.get() == 0 ? 0 : Math.max(0, timers.nanoTime() - headSince);
    }

    /** Takes a message, in the order of its session, as a task of a strand. */
    void received(ReceivedMessage message) {
        if (stopping) {
            message.drop();
            return;
        }
        dispatchers.preprocess(message);
        MessageHeader header = message.header();
        CoreConnection connection = (CoreConnection) message.connection();
        // events, and what waited for a Dispatcher that was absent, must not be overtaken
        boolean deferred = !dispatchers.isComplete() || connection.hasDeferred();
        Dispatchers.Entry fast = deferred ? null : dispatchers.fast(header);
        if (fast == null) {
            add(new Item(connection, header.priority(), message, null, message.receivedNanos(), deferred));
            return;
        }
        hand(message, fast);
    }

    /** Takes an event of a session. */
    void event(CoreConnection connection, Runnable event) {
        add(new Item(connection, EVENT_PRIORITY, null, event, timers.nanoTime(), true));
    }

    private void add(Item item) {
        if (item.deferred()) {
            item.connection().deferred(1);
        }
        if (queued.getAndIncrement() == 0) {
            headSince = item.since();
        }
        arrivals.add(item);
        if (ended) {
            drop();
        } else if (parked) {
            wake();
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!stopping) {
            Item item = dispatchers.isComplete() ? next() : null;
            if (item != null) {
                guarded(item);
                worked = true;
            } else if (stillLooks()) {
                Thread.yield();
            } else {
                park();
            }
        }
        ended = true;
        drop();
    }

    private boolean stillLooks() {
        long now = System.nanoTime();
        if (worked) {
            worked = false;
            patience.found(now);
        }
        return patience.goesOn(now);
    }

    /** Changes how long the thread looks for more before it sleeps. */
    void spin(Duration spin) {
        patience.most(spin);
    }

    private void guarded(Item item) {
        try {
            dispatch(item);
        } catch (RuntimeException | Error e) {
            LOG.error("{}: dispatch failed; please report this as a defect", endpoint, e);
        } finally {
            done(item);
        }
    }

    private Item next() {
        Item arrived = arrivals.poll();
        if (arrived != null && ordered.isEmpty() && arrivals.isEmpty()) {
            return arrived;
        }
        for (; arrived != null; arrived = arrivals.poll()) {
            long cost = arrived.message() == null ? 0 : arrived.message().length();
            ordered.add(arrived.connection(), arrived.priority(), cost, arrived);
        }
        return ordered.poll();
    }

    private void park() {
        complain();
        parked = true;
        if (!stopping && ((arrivals.isEmpty() && ordered.isEmpty()) || !dispatchers.isComplete())) {
            LockSupport.park(this);
        }
        parked = false;
    }

    /** Says once each time that messages wait for a Dispatcher or a type. */
    private void complain() {
        boolean waiting = !dispatchers.isComplete() && queued.get() > 0;
        if (waiting && !complained) {
            LOG.warn("{}: messages wait for dispatch until these are registered: {}", endpoint, dispatchers.missing());
        }
        complained = waiting;
    }

    private void dispatch(Item item) {
        headSince = item.since();
        if (item.event() != null) {
            item.event().run();
        } else if (item.connection().isClosed()) {
            item.message().drop();
        } else {
            hand(
                    item.message(),
                    item.deferred() ? dispatchers.fast(item.message().header()) : null);
            dispatched++;
        }
    }

    /** Has a message dispatched, by the Dispatcher that takes it fast if there is one. */
    private void hand(ReceivedMessage message, Dispatchers.Entry fast) {
        try {
            message.dispatching();
            if (fast == null) {
                dispatchers.dispatch(message);
            } else {
                dispatchers.fastDispatch(fast, message);
            }
        } finally {
            message.dispatchedOnce();
        }
    }

    private void done(Item item) {
        queued.decrementAndGet();
        if (item.deferred()) {
            item.connection().deferred(-1);
        }
    }

    /** Gives back what nobody dispatches any more; once the thread has ended, by whoever comes. */
    private synchronized void drop() {
        for (Item item = next(); item != null; item = next()) {
            done(item);
            if (item.message() != null) {
                item.message().drop();
            }
        }
    }

    /** Stops after the item that is being dispatched; false if that takes longer than {@code timeout}. */
    boolean stop(Duration timeout) {
        stopping = true;
        wake();
        if (Thread.currentThread() == thread) {
            return true;
        }
        try {
            return thread.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
