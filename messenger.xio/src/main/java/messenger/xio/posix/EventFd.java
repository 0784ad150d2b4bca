package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** A counter that a thread waits for, through {@link Epoll}, and others raise. Thread safe. */
public final class EventFd implements AutoCloseable {
    private static final MethodHandle EVENTFD =
            Native.function("eventfd", Native.ints(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle READ =
            Native.plain("read", Native.longs(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle WRITE =
            Native.plain("write", Native.longs(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;

    private final Descriptor descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
    private boolean closed;

    public EventFd() throws PosixException {
        descriptor = new Descriptor(
                (int) Native.call("eventfd", state -> (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC_NONBLOCK)));
        one.set(ValueLayout.JAVA_LONG, 0, 1);
    }

    /** For {@link Epoll#add}. */
    public Descriptor descriptor() {
        return descriptor;
    }

    /** Makes it readable. Never waits: a counter that is full is readable already. Does nothing once closed. */
    public synchronized void signal() {
        if (!closed) {
            transfer(WRITE, one);
        }
    }

    /** Makes it not readable until the next {@link #signal}. */
    public synchronized void reset() {
        if (!closed) {
            transfer(READ, value);
        }
    }

    private void transfer(MethodHandle function, MemorySegment bytes) {
        try {
            long ignored = (long) function.invokeExact(descriptor.number(), bytes, Long.BYTES + 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            descriptor.close();
            arena.close();
        }
    }
}
