package messenger.xio.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that are made for every datagram. In C they are inline functions, which go through the function pointers of
 * the device's context.
 */
@SuppressWarnings("restricted")
final class DataPath {
    private static final MethodHandle POST =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle POLL =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));
    private static final MethodHandle NOTIFY =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));

    private final MemorySegment pollCq;
    private final MemorySegment reqNotify;
    private final MemorySegment postSend;
    private final MemorySegment postRecv;

    DataPath(long context) {
        pollCq = function(context + Structs.CONTEXT_POLL_CQ);
        reqNotify = function(context + Structs.CONTEXT_REQ_NOTIFY);
        postSend = function(context + Structs.CONTEXT_POST_SEND);
        postRecv = function(context + Structs.CONTEXT_POST_RECV);
    }

    private static MemorySegment function(long address) {
        return MemorySegment.ofAddress(NativeMemory.getLong(address));
    }

    /** @return 0, or an error number */
    int postSend(long qp, long requests, long bad) {
        try {
            return (int) POST.invokeExact(postSend, qp, requests, bad);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** @return 0, or an error number */
    int postRecv(long qp, long requests, long bad) {
        try {
            return (int) POST.invokeExact(postRecv, qp, requests, bad);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** @return how many completions were written, negative if it failed */
    int pollCq(long cq, int entries, long completions) {
        try {
            return (int) POLL.invokeExact(pollCq, cq, entries, completions);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** @return 0, or an error number */
    int reqNotify(long cq, boolean solicitedOnly) {
        try {
            return (int) NOTIFY.invokeExact(reqNotify, cq, solicitedOnly ? 1 : 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("A call of the verbs provider failed", e);
    }
}
