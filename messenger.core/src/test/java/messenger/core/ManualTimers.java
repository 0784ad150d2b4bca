package messenger.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that stands still until a test advances it; what is due then runs on the test's thread. */
final class ManualTimers implements Timers {
    private record Due(long at, Runnable task) {}

    private final List<Due> waiting = new ArrayList<>();
    private long now = 1_000_000_000L;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanoTime());
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        Due due = new Due(now + delay.toNanos(), task);
        waiting.add(due);
        return () -> {
            synchronized (this) {
                waiting.remove(due);
            }
        };
    }

    /** Lets time pass, running what becomes due in the order of time. */
    void advance(Duration by) {
        long until = nanoTime() + by.toNanos();
        for (Due next = nextBefore(until); next != null; next = nextBefore(until)) {
            next.task().run();
        }
        synchronized (this) {
            now = until;
        }
    }

    private synchronized Due nextBefore(long until) {
        Due next = waiting.stream()
                .filter(due -> due.at() <= until)
                .min(Comparator.comparingLong(Due::at))
                .orElse(null);
        if (next != null) {
            waiting.remove(next);
            now = Math.max(now, next.at());
        }
        return next;
    }

    /** How many tasks are scheduled. */
    synchronized int scheduled() {
        return waiting.size();
    }

    @Override
    public synchronized void close() {
        waiting.clear();
    }
}
