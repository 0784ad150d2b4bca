package messenger.core.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a pool counts, in bytes of blocks. Thread safe. */
final class PoolCounters {
    private final AtomicInteger leases = new AtomicInteger();
    private final AtomicLong leased = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong most = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong copies = new AtomicLong();

    void taken(int bytes) {
        leases.incrementAndGet();
        unavailable.addAndGet(bytes);
        long now = leased.addAndGet(bytes);
        if (now > most.get()) {
            most.accumulateAndGet(now, Math::max);
        }
    }

    void cameBack(int bytes) {
        leases.decrementAndGet();
        leased.addAndGet(-bytes);
    }

    /** So much is free, but cannot be leased until its neighbours are. */
    void tiedUp(long bytes) {
        unavailable.addAndGet(bytes);
    }

    void untied(long bytes) {
        unavailable.addAndGet(-bytes);
    }

    void refusal() {
        refused.incrementAndGet();
    }

    void copy() {
        copies.incrementAndGet();
    }

    int leases() {
        return leases.get();
    }

    long leased() {
        return leased.get();
    }

    /** Leased, or tied up by what is. */
    long unavailable() {
        return unavailable.get();
    }

    /** The highest that {@link #leased} has been. */
    long most() {
        return most.get();
    }

    long refused() {
        return refused.get();
    }

    long copies() {
        return copies.get();
    }
}
