package messenger.xio.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import messenger.xio.posix.Errno;

/**
 * A native function for which speed does not matter. All its arguments are passed as {@code long}: on the processors that
 * are supported, the first six integers and pointers each take a 64-bit register, of which a function reads what it needs.
 */
final class NativeCall {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    /** @param pointer whether it answers a pointer, rather than an {@code int} */
    @SuppressWarnings("restricted")
    NativeCall(String name, MemorySegment function, int arguments, boolean pointer) {
        this.name = name;
        FunctionDescriptor type = FunctionDescriptor.of(
                pointer ? JAVA_LONG : JAVA_INT,
                Collections.nCopies(arguments, JAVA_LONG).toArray(MemoryLayout[]::new));
        MethodHandle exact =
                Linker.nativeLinker().downcallHandle(function, type, Linker.Option.captureCallState("errno"));
        handle = exact.asSpreader(long[].class, arguments)
                .asType(MethodType.methodType(long.class, MemorySegment.class, long[].class));
    }

    /** Calls a function that answers a pointer. */
    long pointer(long... arguments) throws VerbsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = invoke(state, arguments);
            if (result == 0) {
                throw failure(name, (int) ERRNO.get(state, 0L));
            }
            return result;
        }
    }

    /** Calls a function that answers 0, or -1 and sets errno, or answers its error number. */
    int status(long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) invoke(state, arguments);
            return result >= 0 ? result : Math.max(1, (int) ERRNO.get(state, 0L));
        }
    }

    void run(long... arguments) throws VerbsException {
        int errno = status(arguments);
        if (errno != 0) {
            throw failure(name, errno);
        }
    }

    /** Calls a function that cannot fail, or one that answers a number or text. */
    long value(long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return invoke(arena.allocate(STATE), arguments);
        }
    }

    static VerbsException failure(String call, int errno) {
        return new VerbsException(call + " failed: " + Errno.text(errno) + " (" + Errno.name(errno) + ")", errno);
    }

    private long invoke(MemorySegment state, long[] arguments) {
        try {
            return (long) handle.invokeExact(state, arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }
}
