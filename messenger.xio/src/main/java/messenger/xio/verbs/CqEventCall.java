package messenger.xio.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import messenger.xio.posix.Errno;

/** {@code ibv_get_cq_event}, which is called whenever a worker has slept, hence without allocation. */
final class CqEventCall {
    private final MethodHandle handle;

    @SuppressWarnings("restricted")
    CqEventCall(MemorySegment function) {
        handle = Linker.nativeLinker()
                .downcallHandle(
                        function,
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                        Linker.Option.captureCallState("errno"));
    }

    /** Takes an event of a channel, if there is one. */
    boolean take(NativeCompChannel channel) throws VerbsException {
        int result = invoke(channel);
        if (result != 0 && channel.errno() != Errno.EAGAIN) {
            throw NativeCall.failure("ibv_get_cq_event", channel.errno());
        }
        return result == 0;
    }

    private int invoke(NativeCompChannel channel) {
        try {
            return (int) handle.invokeExact(
                    channel.state(), channel.pointer(), channel.cells(), channel.cells() + Long.BYTES);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("ibv_get_cq_event", e);
        }
    }
}
