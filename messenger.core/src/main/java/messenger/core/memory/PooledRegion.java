package messenger.core.memory;

import java.util.List;
import java.util.stream.IntStream;
import messenger.spi.MemoryRegion;

/** A mapped piece of memory, cut into the groups of blocks of one size class. */
final class PooledRegion implements MemoryRegion {
    private final long id;
    private final Mapping mapping;
    private final long length;
    private final List<BlockGroup> groups;
    private final long groupBytes;

    PooledRegion(long id, Mapping mapping, SizeClass sizes) {
        this.id = id;
        this.mapping = mapping;
        this.length = sizes.regionBytes();
        this.groupBytes = (long) sizes.blockBytes() * sizes.groupBlocks();
        this.groups = IntStream.range(0, (int) (length / groupBytes))
                .mapToObj(i -> new BlockGroup(this, sizes, mapping.address() + i * groupBytes))
                .toList();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long address() {
        return mapping.address();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int descriptor() {
        return mapping.descriptor();
    }

    List<BlockGroup> groups() {
        return groups;
    }

    /** The group in which an address of this region lies. */
    BlockGroup group(long address) {
        return groups.get((int) ((address - address()) / groupBytes));
    }

    /** Ends all views of it; false if a system call is under way in one of them: try again later. */
    boolean closeViews() {
        boolean closed = true;
        for (BlockGroup group : groups) {
            closed &= group.closeViews();
        }
        return closed;
    }

    /** Gives the memory back, after {@link #closeViews}. */
    void unmap() {
        mapping.unmap();
    }

    @Override
    public String toString() {
        return "region " + id + " of " + length + " bytes";
    }
}
