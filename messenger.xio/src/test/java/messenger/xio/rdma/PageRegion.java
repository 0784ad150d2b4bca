package messenger.xio.rdma;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import messenger.xio.fabric.TestRegion;

/** Memory of whole pages. */
final class PageRegion implements TestRegion {
    private static final AtomicLong IDS = new AtomicLong();
    private static final int PAGE = 4096;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private final long id = IDS.incrementAndGet();

    PageRegion(long length) {
        bytes = arena.allocate(Math.ceilDiv(length, PAGE) * PAGE, PAGE);
    }

    @Override
    public MemorySegment bytes() {
        return bytes;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long address() {
        return bytes.address();
    }

    @Override
    public long length() {
        return bytes.byteSize();
    }

    @Override
    public int descriptor() {
        return -1;
    }

    @Override
    public void close() {
        arena.close();
    }
}
