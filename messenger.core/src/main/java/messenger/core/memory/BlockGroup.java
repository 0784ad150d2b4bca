package messenger.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Blocks that are handed out in turn, each once, under one arena. When all have been handed out and have come back, the
 * arena is closed, which ends every view that anybody still has, and only then do they have another turn. So a view that is
 * used too late reads what it always read, or throws; the price of closing an arena is shared by the blocks.
 *
 * <p>Guarded by its {@link SizeClass}, but for what says otherwise.
 */
final class BlockGroup {
    private final PooledRegion region;
    private final SizeClass sizes;
    private final long address;
    private final AtomicReferenceArray<PooledLease> leases;
    private Arena arena;
    private MemorySegment memory;
    private int handedOut;
    private int cameBack;
    private boolean renewing;

    BlockGroup(PooledRegion region, SizeClass sizes, long address) {
        this.region = region;
        this.sizes = sizes;
        this.address = address;
        this.leases = new AtomicReferenceArray<>(sizes.groupBlocks());
        openViews();
    }

    PooledRegion region() {
        return region;
    }

    SizeClass sizes() {
        return sizes;
    }

    @SuppressWarnings("restricted")
    private void openViews() {
        arena = Arena.ofShared();
        memory = MemorySegment.ofAddress(address)
                .reinterpret((long) sizes.blockBytes() * sizes.groupBlocks(), arena, null);
    }

    /** Ends this turn's views, outside of any lock; false if a system call is under way in one of them. */
    boolean closeViews() {
        try {
            if (arena.scope().isAlive()) {
                arena.close();
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Begins another turn, after {@link #closeViews}; nobody else has the group meanwhile. */
    void begin() {
        handedOut = 0;
        cameBack = 0;
        openViews();
    }

    void renewing(boolean now) {
        renewing = now;
    }

    /** Whether all blocks have been handed out. */
    boolean isExhausted() {
        return handedOut == sizes.groupBlocks();
    }

    /** Whether nobody has any of it, nor is about to. */
    boolean isIdle() {
        return handedOut == cameBack && !renewing;
    }

    /** Blocks that came back in this turn. */
    int cameBack() {
        return cameBack;
    }

    PooledLease handOut(int size) {
        int block = handedOut++;
        long offset = (long) block * sizes.blockBytes();
        PooledLease lease = new PooledLease(this, block, memory.asSlice(offset, size));
        leases.set(block, lease);
        return lease;
    }

    /** A block came back; says whether it was the last of its turn. */
    boolean takeBack(int block) {
        leases.set(block, null);
        return ++cameBack == sizes.groupBlocks();
    }

    /** Who has the block in which an address of this group lies, or null; from any thread. */
    PooledLease leaseAt(long at) {
        return leases.get((int) ((at - address) / sizes.blockBytes()));
    }
}
