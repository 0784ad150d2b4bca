package messenger.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.spi.MemoryLease;
import messenger.spi.MemoryRegion;

/** A block that somebody has. */
final class PooledLease implements MemoryLease {
    private final BlockGroup group;
    private final int block;
    private final MemorySegment memory;
    private final AtomicInteger holders = new AtomicInteger(1);
    /** Whether there is a view that the garbage collector ends. */
    private volatile boolean collected;

    PooledLease(BlockGroup group, int block, MemorySegment memory) {
        this.group = group;
        this.block = block;
        this.memory = memory;
    }

    @Override
    public ByteBuffer bytes() {
        if (holders.get() == 0) {
            throw released("read");
        }
        return memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public MemoryRegion region() {
        return group.region();
    }

    @Override
    public long address() {
        return memory.address();
    }

    @Override
    public void retain() {
        int before = holders.get();
        while (before == 0 || !holders.compareAndSet(before, before + 1)) {
            if (before == 0) {
                throw released("retained");
            }
            before = holders.get();
        }
    }

    @Override
    public void release() {
        int before = holders.get();
        while (before == 0 || !holders.compareAndSet(before, before - 1)) {
            if (before == 0) {
                throw released("released");
            }
            before = holders.get();
        }
        if (before == 1) {
            group.sizes().returned(group, block);
        }
    }

    private IllegalStateException released(String what) {
        return new IllegalStateException(
                "memory of " + memory.byteSize() + " bytes was released by its last holder before it was " + what
                        + "; retain it for as long as it is used");
    }

    boolean isReleased() {
        return holders.get() == 0;
    }

    /** Whether a piece of memory with an address in the block is a view of this lease, and not of an earlier one. */
    boolean covers(MemorySegment view) {
        boolean own = view.scope().equals(memory.scope())
                || (collected && view.scope().isAlive());
        return own
                && view.address() >= memory.address()
                && view.address() + view.byteSize() <= memory.address() + memory.byteSize();
    }

    /**
     * A view of a part that is readable for as long as anybody refers to it. Takes over one hold, which the garbage
     * collector releases.
     */
    @SuppressWarnings("restricted")
    ByteBuffer untilCollected(MemorySegment part) {
        collected = true;
        return MemorySegment.ofAddress(part.address())
                .reinterpret(part.byteSize(), Arena.ofAuto(), ended -> release())
                .asByteBuffer();
    }
}
