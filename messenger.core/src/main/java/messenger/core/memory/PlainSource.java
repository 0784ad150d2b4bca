package messenger.core.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory of this process alone, where there is no memfd: a device can be given it, another process cannot. */
final class PlainSource implements RegionSource {
    private static final long PAGE = 4096;

    @Override
    public String kind() {
        return "plain";
    }

    @Override
    public Mapping map(long length) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new Allocated(arena, arena.allocate(length, PAGE));
        } catch (OutOfMemoryError e) {
            arena.close();
            throw new IOException("allocation of " + length + " bytes failed: " + e.getMessage(), e);
        }
    }

    private record Allocated(Arena arena, MemorySegment memory) implements Mapping {
        @Override
        public long address() {
            return memory.address();
        }

        @Override
        public int descriptor() {
            return -1;
        }

        @Override
        public void unmap() {
            arena.close();
        }
    }
}
