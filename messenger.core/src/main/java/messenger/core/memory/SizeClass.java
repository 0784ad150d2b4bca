package messenger.core.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** All blocks of one size. Thread safe; closes arenas and maps memory without holding its lock. */
final class SizeClass {
    private final MemoryPool pool;
    private final int blockBytes;
    private final int groupBlocks;
    private final long regionBytes;
    private final List<PooledRegion> regions = new ArrayList<>();
    /** Groups at the beginning of a turn; the one that was used last is used first, as caches know it. */
    private final ArrayDeque<BlockGroup> ready = new ArrayDeque<>();
    /** Groups whose turn is over, but for a view in a system call. */
    private final ArrayDeque<BlockGroup> lingering = new ArrayDeque<>();

    private BlockGroup current;

    SizeClass(MemoryPool pool, int blockBytes, int groupBlocks, long regionBytes) {
        this.pool = pool;
        this.blockBytes = blockBytes;
        this.groupBlocks = groupBlocks;
        this.regionBytes = regionBytes;
    }

    int blockBytes() {
        return blockBytes;
    }

    int groupBlocks() {
        return groupBlocks;
    }

    long regionBytes() {
        return regionBytes;
    }

    synchronized void add(PooledRegion region) {
        regions.add(region);
        ready.addAll(region.groups());
    }

    /** A block, or null if all are taken. */
    synchronized PooledLease take(int size) {
        if (current == null) {
            current = ready.pollFirst();
            if (current == null) {
                return null;
            }
        }
        BlockGroup group = current;
        PooledLease lease = group.handOut(size);
        pool.counters().taken(blockBytes);
        if (group.isExhausted()) {
            current = null;
            // what came back before has no other turn until all have
            pool.counters().tiedUp((long) group.cameBack() * blockBytes);
        }
        return lease;
    }

    /** Nobody has the block any more. */
    void returned(BlockGroup group, int block) {
        boolean over;
        synchronized (this) {
            over = group.takeBack(block);
            pool.counters().cameBack(blockBytes);
            if (over) {
                group.renewing(true);
                pool.counters().untied((long) groupBlocks * blockBytes);
            } else if (!group.isExhausted()) {
                pool.counters().untied(blockBytes);
            }
        }
        if (over) {
            renew(group);
        }
        if (pool.isClosed()) {
            pool.unmapIdle(this);
        }
    }

    private boolean renew(BlockGroup group) {
        boolean closed = group.closeViews();
        if (closed) {
            group.begin();
        }
        synchronized (this) {
            if (closed) {
                group.renewing(false);
                ready.addFirst(group);
            } else {
                lingering.add(group);
            }
        }
        return closed;
    }

    /** Looks whether groups that could not have another turn can now. */
    boolean renewLingering() {
        List<BlockGroup> again;
        synchronized (this) {
            if (lingering.isEmpty()) {
                return false;
            }
            again = List.copyOf(lingering);
            lingering.clear();
        }
        boolean renewed = false;
        for (BlockGroup group : again) {
            renewed |= renew(group);
        }
        return renewed;
    }

    /** Takes a region out in which nobody has anything, or returns null. */
    synchronized PooledRegion takeIdle() {
        for (Iterator<PooledRegion> each = regions.iterator(); each.hasNext(); ) {
            PooledRegion region = each.next();
            if (region.groups().stream().allMatch(BlockGroup::isIdle)) {
                each.remove();
                ready.removeAll(region.groups());
                if (current != null && current.region() == region) {
                    current = null;
                }
                return region;
            }
        }
        return null;
    }
}
