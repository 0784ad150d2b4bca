package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A file mapped into memory, shared with everybody who maps it. Thread safe. */
public final class Mapping implements AutoCloseable {
    private static final MethodHandle MMAP = Native.function(
            "mmap",
            Native.longs(
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG));
    private static final MethodHandle MUNMAP =
            Native.function("munmap", Native.ints(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;

    private final Arena arena;
    private final MemorySegment segment;

    private Mapping(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
    }

    /** Maps all of a file; whoever calls this knows that the file cannot shrink. */
    public static Mapping readOnly(Descriptor file, long length) throws PosixException {
        return map(file, length, PROT_READ);
    }

    /** The same for reading and writing. */
    public static Mapping writable(Descriptor file, long length) throws PosixException {
        return map(file, length, PROT_READ | PROT_WRITE);
    }

    @SuppressWarnings("restricted")
    private static Mapping map(Descriptor file, long length, int protection) throws PosixException {
        long address;
        try {
            address = Native.call("mmap of " + length + " bytes", state -> (long)
                    MMAP.invokeExact(state, MemorySegment.NULL, length, protection, MAP_SHARED, file.number(), 0L));
        } catch (PosixException e) {
            throw e.errno() == Errno.ENOMEM
                    ? e.withRemedy("raise vm.max_map_count or the limit of address space (ulimit -v), or use less")
                    : e;
        }
        // closing a shared arena makes every later access an exception, and only then are the bytes unmapped
        Arena arena = Arena.ofShared();
        MemorySegment segment =
                MemorySegment.ofAddress(address).reinterpret(length, arena, mapped -> unmap(mapped, length));
        return new Mapping(arena, protection == PROT_READ ? segment.asReadOnly() : segment);
    }

    private static void unmap(MemorySegment mapped, long length) {
        try {
            Native.call("munmap", state -> (int) MUNMAP.invokeExact(state, mapped, length));
        } catch (PosixException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The mapped bytes. Every access after {@link #close} is an exception. */
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
