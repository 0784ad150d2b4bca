package messenger.xio;

import java.util.ArrayDeque;
import java.util.Queue;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;

/**
 * Registered memory of one portal, through which data is fetched piece by piece while the pool has no room for all of it.
 * Its links take turns. Confined to the portal's thread.
 */
final class Staging {
    private static final int SIZE = 64 * 1024;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final MemoryLease lease;
    private boolean taken;

    Staging(MessageMemory memory) {
        lease = memory.lease(SIZE);
    }

    /** Whether there is registered memory at all; without it, nothing is fetched. */
    boolean isAvailable() {
        return lease != null;
    }

    int size() {
        return SIZE;
    }

    /**
     * Takes the memory.
     *
     * @param later called once it is free, if it is not now
     * @return null if another link has it
     */
    MemoryLease take(Runnable later) {
        if (taken) {
            waiting.add(later);
            return null;
        }
        taken = true;
        return lease;
    }

    /** The link that has it needs it no more. */
    void give() {
        taken = false;
        for (Runnable next = waiting.poll(); next != null && !taken; next = taken ? null : waiting.poll()) {
            next.run();
        }
    }

    void close() {
        if (lease != null) {
            lease.release();
        }
    }
}
