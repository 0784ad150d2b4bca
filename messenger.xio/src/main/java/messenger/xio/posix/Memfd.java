package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Anonymous files in memory that are shared with other processes, and what has to be known before one is mapped. */
public final class Memfd {
    /** Nobody can make it shorter. */
    public static final int SEAL_SHRINK = 2;

    /** Nobody can make it longer. */
    public static final int SEAL_GROW = 4;

    /** The seals stay as they are. */
    public static final int SEAL_SEAL = 1;

    /** Nobody can write to it but through mappings that are there, nor make holes in it. */
    public static final int SEAL_FUTURE_WRITE = 0x10;

    private static final MethodHandle MEMFD_CREATE =
            Native.function("memfd_create", Native.ints(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle FALLOCATE = Native.function(
            "fallocate",
            Native.ints(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle STATX = Native.function(
            "statx",
            Native.ints(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS));

    private static final int CLOEXEC_ALLOW_SEALING = 1 | 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int BASIC_STATS = 0x7ff;
    private static final long STATX_SIZE = 256;

    private Memfd() {}

    /**
     * Makes one, all of whose bytes are there, zero, and cannot be taken away by anybody who runs out of memory.
     *
     * @param name shown in {@code /proc/PID/maps}
     */
    public static Descriptor create(String name, long length) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            Descriptor file;
            try {
                file = new Descriptor((int) Native.call("memfd_create " + name, state ->
                        (int) MEMFD_CREATE.invokeExact(state, text, CLOEXEC_ALLOW_SEALING)));
            } catch (PosixException e) {
                throw e.withRemedy(remedy(e.errno(), length));
            }
            try {
                Native.call("fallocate of " + length + " bytes of shared memory for " + name, state ->
                        (int) FALLOCATE.invokeExact(state, file.number(), 0, 0L, length));
            } catch (PosixException e) {
                file.close();
                throw e.withRemedy(remedy(e.errno(), length));
            }
            return file;
        }
    }

    private static String remedy(int errno, long length) {
        return switch (errno) {
            case Errno.EMFILE -> "raise the limit of open files of the process (ulimit -n), or use fewer connections";
            case Errno.ENFILE -> "raise the machine's limit of open files (sysctl fs.file-max)";
            case Errno.ENOSPC, Errno.ENOMEM ->
                "give the machine or the container " + length + " bytes more memory, or use fewer or smaller buffers";
            case Errno.EFBIG -> "raise the limit of file sizes of the process (ulimit -f), or use smaller buffers";
            default -> "memfds need Linux 3.17 or later, and must not be forbidden by seccomp";
        };
    }

    /** Adds a sum of seals. */
    public static void seal(Descriptor file, int seals) throws PosixException {
        try {
            file.fcntl("fcntl F_ADD_SEALS " + seals, F_ADD_SEALS, seals);
        } catch (PosixException e) {
            throw e.errno() == Errno.EINVAL ? e.withRemedy("Linux 5.1 or later is needed") : e;
        }
    }

    /** The seals it has; a file that is no memfd has none. */
    public static int seals(Descriptor file) throws PosixException {
        try {
            return file.fcntl("fcntl F_GET_SEALS", F_GET_SEALS, 0);
        } catch (PosixException e) {
            if (e.errno() == Errno.EINVAL) {
                return 0;
            }
            throw e;
        }
    }

    /**
     * What is known of an open file.
     *
     * @param inode tells files of one file system apart
     * @param links names that it has; 0 if it was deleted
     * @param size bytes
     * @param allocated bytes that are there, and not only promised
     */
    public record Status(long inode, int links, long size, long allocated) {}

    /** Asks the kernel about an open file. */
    public static Status status(Descriptor file) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(STATX_SIZE, 8);
            MemorySegment empty = arena.allocateFrom("");
            Native.call("statx of " + file, state ->
                    (int) STATX.invokeExact(state, file.number(), empty, AT_EMPTY_PATH, BASIC_STATS, status));
            return new Status(
                    status.get(ValueLayout.JAVA_LONG, 32),
                    status.get(ValueLayout.JAVA_INT, 16),
                    status.get(ValueLayout.JAVA_LONG, 40),
                    status.get(ValueLayout.JAVA_LONG, 48) * 512);
        }
    }
}
