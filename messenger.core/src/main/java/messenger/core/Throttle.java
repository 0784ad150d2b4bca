package messenger.core;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import messenger.api.dto.ThrottleDTO;

/**
 * Limits how much of something is in use at once. Who cannot have it now gets a ticket and is told when it was granted,
 * in the order of asking. One amount larger than the limit passes while the use is within the limit, as in Ceph, so
 * that nothing waits for ever. Thread safe; nobody is told while a lock is held.
 */
final class Throttle {
    private final String name;
    private final AtomicLong used = new AtomicLong();
    private final ConcurrentLinkedQueue<Ticket> waiting = new ConcurrentLinkedQueue<>();
    private volatile long limit;

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
        return used.get();
    }

    /** Changes the limit; what is in use already stays. */
    void limit(long newLimit) {
        limit = newLimit;
        grant();
    }

    boolean tryAcquire(long amount) {
        return waiting.isEmpty() && take(amount);
    }

    /** Takes the amount whatever the limit. */
    void forceAcquire(long amount) {
        used.addAndGet(amount);
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
        waiting.add(ticket);
        grant();
        return ticket;
    }

    void release(long amount) {
        used.addAndGet(-amount);
        if (!waiting.isEmpty()) {
            grant();
        }
    }

    private boolean take(long amount) {
        while (true) {
            long now = used.get();
            long max = limit;
            if (max != 0 && now + amount > max && (amount <= max || now > max)) {
                return false;
            }
            if (used.compareAndSet(now, now + amount)) {
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
                waiting.poll();
                return head;
            }
            waiting.poll();
        }
    }

    /** Gives a ticket up, with what it was granted if it was. */
    void cancel(Ticket ticket) {
        Ticket.State before;
        synchronized (this) {
            before = ticket.state;
            ticket.state = Ticket.State.CANCELLED;
            waiting.remove(ticket);
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
        dto.used = used.get();
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
