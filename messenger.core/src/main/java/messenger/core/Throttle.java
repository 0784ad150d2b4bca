package messenger.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import messenger.api.dto.ThrottleDTO;

/**
 * Limits how much of something is in use at once. Who cannot have it now gets a ticket and is told when it was granted,
 * in the order of asking. One amount larger than the limit passes while the use is within the limit, as in Ceph, so
 * that nothing waits for ever. Thread safe; nobody is told while a lock is held.
 */
final class Throttle {
    private static final VarHandle USED = Fields.of(MethodHandles.lookup(), "used", long.class);
    private static final VarHandle QUEUED = Fields.of(MethodHandles.lookup(), "queued", int.class);

    private final String name;
    private final ConcurrentLinkedQueue<Ticket> waiting = new ConcurrentLinkedQueue<>();
    private volatile long limit;

    @SuppressWarnings("unused") // by USED
    private volatile long used;

    /** At least the number of tickets in the queue. */
    private volatile int queued;

    /**
     * A throttle.
     *
     * @param limit 0 for none
     */
    Throttle(String name, long limit) {
        this.name = name;
        this.limit = limit;
    }

    long used() {
        return used;
    }

    /** Changes the limit; what is in use already stays. */
    void limit(long newLimit) {
        limit = newLimit;
        grant();
    }

    boolean tryAcquire(long amount) {
        return queued == 0 && take(amount);
    }

    /** Takes the amount whatever the limit. */
    void forceAcquire(long amount) {
        USED.getAndAdd(this, amount);
    }

    /**
     * Takes the amount now or later.
     *
     * @param granted told once if not now, on the thread that released
     * @return null if it was taken now
     */
    Ticket acquire(long amount, Runnable granted) {
        if (tryAcquire(amount)) {
            return null;
        }
        Ticket ticket = new Ticket(amount, granted);
        QUEUED.getAndAdd(this, 1);
        waiting.add(ticket);
        grant();
        return ticket;
    }

    void release(long amount) {
        USED.getAndAdd(this, -amount);
        if (queued != 0) {
            grant();
        }
    }

    private boolean take(long amount) {
        while (true) {
            long now = used;
            long max = limit;
            if (max != 0 && now + amount > max && (amount <= max || now > max)) {
                return false;
            }
            if (USED.compareAndSet(this, now, now + amount)) {
                return true;
            }
        }
    }

    private void grant() {
        Ticket next = nextGranted();
        while (next != null) {
            next.granted.run();
            next = nextGranted();
        }
    }

    private synchronized Ticket nextGranted() {
        while (true) {
            Ticket head = waiting.peek();
            if (head == null) {
                return null;
            }
            if (head.state == Ticket.State.WAITING) {
                if (!take(head.amount)) {
                    return null;
                }
                head.state = Ticket.State.GRANTED;
                remove(head);
                return head;
            }
            remove(head);
        }
    }

    private void remove(Ticket ticket) {
        if (waiting.remove(ticket)) {
            QUEUED.getAndAdd(this, -1);
        }
    }

    /** Gives a ticket up, with what it was granted if it was. */
    void cancel(Ticket ticket) {
        Ticket.State before;
        synchronized (this) {
            before = ticket.state;
            ticket.state = Ticket.State.CANCELLED;
            remove(ticket);
        }
        if (before == Ticket.State.GRANTED) {
            release(ticket.amount);
        } else {
            grant();
        }
    }

    ThrottleDTO state() {
        ThrottleDTO dto = new ThrottleDTO();
        dto.name = name;
        dto.used = used;
        dto.limit = limit;
        dto.waiting = waiting.size();
        return dto;
    }

    /** A place in the queue. */
    static final class Ticket {
        private enum State {
            WAITING,
            GRANTED,
            CANCELLED
        }

        private final long amount;
        private final Runnable granted;
        private volatile State state = State.WAITING;

        private Ticket(long amount, Runnable granted) {
            this.amount = amount;
            this.granted = granted;
        }

        boolean isGranted() {
            return state == State.GRANTED;
        }
    }
}
