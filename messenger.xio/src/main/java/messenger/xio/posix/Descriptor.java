package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * An open file of this process, closed once. Thread safe; a caller of {@link #number} sees to it that nobody closes it
 * meanwhile, as numbers are given out again.
 */
public final class Descriptor implements AutoCloseable {
    private static final MethodHandle CLOSE = Native.function("close", Native.ints(ValueLayout.JAVA_INT));
    private static final MethodHandle FCNTL =
            Native.variadic("fcntl", Native.ints(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), 2);
    private static final MethodHandle OPEN =
            Native.variadic("open", Native.ints(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), 2);
    private static final MethodHandle FLOCK =
            Native.function("flock", Native.ints(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;
    private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;

    private final int number;
    private boolean closed;

    /** Takes over a descriptor that somebody else has opened, such as a library. */
    public Descriptor(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("descriptor " + number + " is not open");
        }
        this.number = number;
    }

    /** Opens a file; not for children of this process. */
    public static Descriptor open(Path path, int flags, int mode) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(path.toString());
            return new Descriptor((int)
                    Native.call("open " + path, state -> (int) OPEN.invokeExact(state, name, flags | O_CLOEXEC, mode)));
        }
    }

    /** The same open file, opened once more for reading only. */
    public Descriptor reopenReadOnly() throws PosixException {
        return open(Path.of("/proc/self/fd/" + number), O_RDONLY, 0);
    }

    public int number() {
        return number;
    }

    /** Has reads and writes answer instead of waiting. */
    public void nonBlocking() throws PosixException {
        int flags = (int)
                Native.call("fcntl F_GETFL " + number, state -> (int) FCNTL.invokeExact(state, number, F_GETFL, 0));
        Native.call("fcntl F_SETFL " + number, state ->
                (int) FCNTL.invokeExact(state, number, F_SETFL, flags | O_NONBLOCK));
    }

    /** Locks the open file against all others, also in this process, until it is closed; false if another has it. */
    public boolean tryLock() throws PosixException {
        try {
            Native.call("flock " + number, state -> (int) FLOCK.invokeExact(state, number, LOCK_EXCLUSIVE_NOW));
            return true;
        } catch (PosixException e) {
            if (e.errno() == Errno.EAGAIN) {
                return false;
            }
            throw e;
        }
    }

    int fcntl(String operation, int command, int argument) throws PosixException {
        return (int) Native.call(
                operation + " " + number, state -> (int) FCNTL.invokeExact(state, number, command, argument));
    }

    /** Closes it unless it was. Errors that close reports are of no use: the number is free in any case. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(arena.allocate(Native.STATE), number);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number;
    }
}
