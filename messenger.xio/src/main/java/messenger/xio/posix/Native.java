package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Finds functions of the C library and calls them. Their first parameter is the memory that takes errno. */
final class Native {
    /** What takes errno. */
    static final StructLayout STATE = Linker.Option.captureStateLayout();

    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /** A call that answers a negative number when it failed, with errno in the segment given. */
    interface Call {
        long invoke(MemorySegment state) throws Throwable;
    }

    private Native() {}

    /** A function of the C library that leaves errno in its first parameter. */
    static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return link(name, descriptor, Linker.Option.captureCallState("errno"));
    }

    /** The same for one whose parameters from that index on are variadic. */
    static MethodHandle variadic(String name, FunctionDescriptor descriptor, int first) {
        return link(name, descriptor, Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(first));
    }

    /** A function of the C library that does not tell errno. */
    static MethodHandle plain(String name, FunctionDescriptor descriptor) {
        return link(name, descriptor);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError(
                        "the C library has no function " + name + "; glibc 2.28 or later on 64-bit Linux is needed"));
        return linker.downcallHandle(function, descriptor, options);
    }

    /**
     * Makes a call, again while it is interrupted by a signal.
     *
     * @param operation for the exception, such as {@code bind /tmp/x.sock}
     */
    static long call(String operation, Call call) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long result = call.invoke(state);
                if (result >= 0) {
                    return result;
                }
                if (errno(state) != Errno.EINTR) {
                    throw new PosixException(operation, errno(state));
                }
            }
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /** Throws what a call through a method handle threw. */
    static PosixException failure(Throwable thrown) throws PosixException {
        switch (thrown) {
            case PosixException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }

    static FunctionDescriptor ints(MemoryLayout... parameters) {
        return FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters);
    }

    static FunctionDescriptor longs(MemoryLayout... parameters) {
        return FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters);
    }
}
