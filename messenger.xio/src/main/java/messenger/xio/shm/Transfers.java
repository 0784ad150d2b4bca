package messenger.xio.shm;

import java.lang.foreign.MemorySegment;
import messenger.spi.MemoryRegion;
import messenger.xio.shm.PeerRegions.PeerRegion;

/** Copies from the peer's memory that are under way, one after the other, in chunks. Belongs to the worker. */
final class Transfers {
    /** Bytes copied in one go; other connections have their turn in between. */
    private static final long CHUNK = 1 << 20;

    /** The memory of this process, for copies to where a region says it is. */
    @SuppressWarnings("restricted")
    private static final MemorySegment PROCESS = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final PeerRegion[] sources;
    private final long[] from;
    private final long[] to;
    private final long[] left;
    private final long[] ids;
    private int first;
    private int count;

    Transfers(int depth) {
        sources = new PeerRegion[depth];
        from = new long[depth];
        to = new long[depth];
        left = new long[depth];
        ids = new long[depth];
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == ids.length;
    }

    /** Refuses memory of this process that does not lie in the region. */
    static void checkTarget(MemoryRegion region, long address, int length) {
        if (address < region.address() || length < 0 || address - region.address() > region.length() - length) {
            throw new IllegalArgumentException(
                    length + " bytes at " + address + " do not lie in region " + region.id());
        }
    }

    /** Queues a copy whose bounds have been checked. */
    void add(PeerRegion source, long offset, long address, int length, long id) {
        int at = (first + count++) % ids.length;
        source.begin();
        sources[at] = source;
        from[at] = offset;
        to[at] = address;
        left[at] = length;
        ids[at] = id;
    }

    /** Copies one chunk; true if the first transfer, whose number is {@link #firstId}, is done then. */
    boolean copy() {
        long length = Math.min(CHUNK, left[first]);
        MemorySegment.copy(sources[first].mapping().segment(), from[first], PROCESS, to[first], length);
        from[first] += length;
        to[first] += length;
        left[first] -= length;
        return left[first] == 0;
    }

    long firstId() {
        return ids[first];
    }

    /** The first transfer is over. */
    void removeFirst() {
        sources[first].end();
        sources[first] = null;
        first = (first + 1) % ids.length;
        count--;
    }
}
