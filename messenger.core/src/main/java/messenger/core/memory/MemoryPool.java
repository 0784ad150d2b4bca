package messenger.core.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import messenger.api.Sections;
import messenger.api.dto.MemoryDTO;
import messenger.spi.MemoryLease;
import messenger.spi.MemoryRegion;
import messenger.spi.MessageMemory;
import messenger.spi.SectionLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory of messages: on the heap, or pooled, by size classes that are powers of two, within a bound. Blocks up to 2 MiB are
 * cut from regions of 4 MiB, larger ones have a region of their own. Regions in which nobody has anything are given up when
 * another class needs room.
 *
 * <p>A lease takes no lock but that of its class, and no system call unless a region must be mapped. A block is leased again
 * only after all views of it have been ended, which costs some 60 microseconds: blocks below 4 MiB share that, up to 64 of
 * them, and one that is held long therefore keeps its neighbours from being leased again. Thread safe.
 */
public final class MemoryPool implements MessageMemory, AutoCloseable {
    /** The smallest bound that leaves room for anything. */
    public static final long MIN_BOUND = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryPool.class);
    private static final int SMALLEST_SHIFT = 12;
    private static final int LARGEST_SHIFT = 27;
    private static final int SHARED_REGION = 4 << 20;
    /** From this size on a block has a turn of its own, as ending its views is cheap compared to filling it. */
    private static final int OWN_TURN = 4 << 20;

    /** From this size on content is not copied though it may be kept for long, and keep a few neighbours. */
    private static final int NEVER_COPIED = 1 << 20;

    private static final int TURN_BLOCKS = 64;

    private final long bound;
    private final RegionSource source;
    private final List<SizeClass> classes = new ArrayList<>();
    private final RegionIndex index = new RegionIndex();
    private final UnmapListeners listeners = new UnmapListeners();
    private final PoolCounters counters = new PoolCounters();
    private final AtomicLong mapped = new AtomicLong();
    private final AtomicLong regionIds = new AtomicLong();
    /** Regions that are given up, but for a view in a system call. */
    private final Queue<PooledRegion> lingering = new ConcurrentLinkedQueue<>();

    private volatile boolean complained;
    /** Whether this system has no memory for a pool. */
    private volatile boolean hopeless;

    private volatile boolean closed;

    /**
     * A pool of the system's memory, which asks for none before the first lease.
     *
     * @param bound bytes that it may map, {@link #MIN_BOUND} or more; 0 for no pool
     */
    public MemoryPool(long bound) {
        this(bound, TURN_BLOCKS, new SystemSource());
    }

    /**
     * A pool.
     *
     * @param turnBlocks most blocks whose views are ended together; 1 ends each at once, at a price
     */
    MemoryPool(long bound, int turnBlocks, RegionSource source) {
        if (bound != 0 && bound < MIN_BOUND) {
            throw new IllegalArgumentException(
                    "registered memory of " + bound + " bytes; allowed: 0 (none), or " + MIN_BOUND + " or more");
        }
        this.bound = bound;
        this.source = source;
        for (int shift = SMALLEST_SHIFT; shift <= LARGEST_SHIFT; shift++) {
            int block = 1 << shift;
            int region = Math.max(block, SHARED_REGION);
            int turn = block >= OWN_TURN ? 1 : Math.min(turnBlocks, region / block);
            classes.add(new SizeClass(this, block, turn, region));
        }
    }

    @Override
    public ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size);
    }

    @Override
    public MemoryLease lease(int size) {
        if (size <= 0) {
            if (size < 0) {
                throw new IllegalArgumentException("a lease of " + size + " bytes; allowed: 0 or more");
            }
            return null;
        }
        int shift = Math.max(SMALLEST_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
        if (bound == 0 || closed || shift > LARGEST_SHIFT) {
            return null;
        }
        if (hopeless) {
            counters.refusal();
            return null;
        }
        SizeClass sizes = classes.get(shift - SMALLEST_SHIFT);
        PooledLease lease = sizes.take(size);
        while (lease == null) {
            if (!sizes.renewLingering() && !grow(sizes)) {
                counters.refusal();
                return null;
            }
            lease = sizes.take(size);
        }
        return lease;
    }

    private boolean grow(SizeClass sizes) {
        if (!reserve(sizes)) {
            return false;
        }
        try {
            PooledRegion region = new PooledRegion(regionIds.incrementAndGet(), source.map(sizes.regionBytes()), sizes);
            index.add(region);
            sizes.add(region);
        } catch (IOException e) {
            mapped.addAndGet(-sizes.regionBytes());
            if (source.kind().equals(NoSource.KIND)) {
                hopeless = true;
            } else if (!complained) {
                complained = true;
                LOG.warn("no more registered memory: {}. Messages are copied instead", e.getMessage());
            }
            return false;
        }
        if (closed) {
            unmapIdle(sizes);
        }
        return !closed;
    }

    /** Makes room for a region within the bound, at the expense of other classes if need be. */
    private boolean reserve(SizeClass sizes) {
        long bytes = sizes.regionBytes();
        while (true) {
            long before = mapped.get();
            if (before + bytes <= bound) {
                if (mapped.compareAndSet(before, before + bytes)) {
                    return true;
                }
            } else if (bytes > bound || !giveUpOne(sizes)) {
                return false;
            }
        }
    }

    private boolean giveUpOne(SizeClass inFavourOf) {
        if (unmapLingering()) {
            return true;
        }
        for (SizeClass each : classes) {
            PooledRegion idle = each == inFavourOf ? null : each.takeIdle();
            if (idle != null) {
                giveUp(idle);
                return true;
            }
        }
        return false;
    }

    /** Unmaps the regions of a class in which nobody has anything. */
    void unmapIdle(SizeClass sizes) {
        for (PooledRegion idle = sizes.takeIdle(); idle != null; idle = sizes.takeIdle()) {
            giveUp(idle);
        }
    }

    private void giveUp(PooledRegion region) {
        listeners.tell(region);
        if (!unmap(region)) {
            lingering.add(region);
        }
    }

    private boolean unmapLingering() {
        boolean any = false;
        for (int rest = lingering.size(); rest > 0; rest--) {
            PooledRegion region = lingering.poll();
            if (region != null && unmap(region)) {
                any = true;
            } else if (region != null) {
                lingering.add(region);
            }
        }
        return any;
    }

    private boolean unmap(PooledRegion region) {
        if (!region.closeViews()) {
            return false;
        }
        index.remove(region);
        region.unmap();
        mapped.addAndGet(-region.length());
        return true;
    }

    @Override
    public MemoryLease leaseOf(ByteBuffer bytes) {
        return bytes.isDirect() ? find(MemorySegment.ofBuffer(bytes)) : null;
    }

    private PooledLease find(MemorySegment view) {
        PooledRegion region = view.byteSize() == 0 ? null : index.at(view.address());
        if (region == null) {
            return null;
        }
        PooledLease lease = region.group(view.address()).leaseAt(view.address());
        return lease != null && lease.covers(view) && !lease.isReleased() ? lease : null;
    }

    /**
     * Becomes a holder of the memory in which a buffer lies.
     *
     * @return null if it lies elsewhere
     * @throws IllegalStateException if that memory has been released
     */
    public MemoryLease hold(ByteBuffer bytes) {
        if (!bytes.isDirect()) {
            return null;
        }
        MemorySegment view = MemorySegment.ofBuffer(bytes);
        PooledLease lease = find(view);
        if (lease != null) {
            lease.retain();
            return lease;
        }
        boolean stale = !view.scope().isAlive() || (view.byteSize() > 0 && index.at(view.address()) != null);
        if (stale) {
            throw new IllegalStateException("the " + view.byteSize()
                    + " bytes lie in memory that was released before; release it after send, or retain the message");
        }
        return null;
    }

    /**
     * Becomes a holder of all memory in which sections lie.
     *
     * @throws IllegalStateException if some of it has been released; nothing is held then
     */
    public SectionLeases hold(Sections sections) {
        MemoryLease front = hold(sections.front());
        MemoryLease middle = null;
        try {
            middle = hold(sections.middle());
            MemoryLease data = hold(sections.data());
            return front == null && middle == null && data == null
                    ? SectionLeases.NONE
                    : new SectionLeases(front, middle, data);
        } catch (IllegalStateException e) {
            new SectionLeases(front, middle, null).release();
            throw e;
        }
    }

    /**
     * The same bytes in memory that needs no release: a view that the garbage collector ends, if they are many, or a copy on
     * the heap. The lease's hold passes to it.
     */
    public ByteBuffer untilCollected(MemoryLease lease, ByteBuffer bytes) {
        if (lease instanceof PooledLease pooled && bytes.isDirect() && bytes.remaining() >= NEVER_COPIED && !isLow()) {
            return pooled.untilCollected(MemorySegment.ofBuffer(bytes)).order(bytes.order());
        }
        ByteBuffer copy = copyToHeap(bytes);
        lease.release();
        return copy;
    }

    /** A copy on the heap, which counts. */
    public ByteBuffer copyToHeap(ByteBuffer bytes) {
        counters.copy();
        return ByteBuffer.allocate(bytes.remaining())
                .put(bytes.duplicate())
                .flip()
                .order(bytes.order());
    }

    /** Whether less than a quarter of the bound can still be leased. */
    public boolean isLow() {
        return bound - counters.unavailable() < bound / 4;
    }

    @Override
    public AutoCloseable onUnmap(Consumer<MemoryRegion> listener) {
        return listeners.add(listener);
    }

    PoolCounters counters() {
        return counters;
    }

    boolean isClosed() {
        return closed;
    }

    /** A snapshot. */
    public MemoryDTO state() {
        MemoryDTO dto = new MemoryDTO();
        dto.kind = bound == 0 ? NoSource.KIND : source.kind();
        dto.limit = bound;
        dto.mapped = mapped.get();
        dto.regions = index.size();
        dto.leases = counters.leases();
        dto.leased = counters.leased();
        dto.free = Math.max(0, bound - counters.unavailable());
        dto.highest = counters.most();
        dto.refused = counters.refused();
        dto.copies = counters.copies();
        return dto;
    }

    /** Leases nothing more. Memory that somebody still has is unmapped when it is released. */
    @Override
    public void close() {
        closed = true;
        classes.forEach(SizeClass::renewLingering);
        classes.forEach(this::unmapIdle);
        unmapLingering();
    }
}
