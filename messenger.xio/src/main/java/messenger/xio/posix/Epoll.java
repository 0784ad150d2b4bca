package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Waits for many descriptors at once, level triggered. One thread, a platform thread, calls {@link #await} and looks at
 * what it found; the other methods are thread safe. No allocation while waiting.
 *
 * @param <T> what belongs to a descriptor
 */
public final class Epoll<T> implements AutoCloseable {
    public static final int IN = 1;
    public static final int OUT = 4;

    /** Always reported, also when not asked for. */
    public static final int ERROR = 8;

    /** The peer is gone; always reported, also when not asked for. */
    public static final int HANG_UP = 0x10;

    private static final MethodHandle CREATE = Native.function("epoll_create1", Native.ints(ValueLayout.JAVA_INT));
    private static final MethodHandle CONTROL = Native.function(
            "epoll_ctl",
            Native.ints(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    private static final MethodHandle WAIT = Native.function(
            "epoll_wait",
            Native.ints(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private static final int CLOEXEC = 0x80000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;

    /** struct epoll_event: u32 events, u64 data; without padding on x86-64 only. */
    private static final long DATA = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

    private static final long EVENT_SIZE = DATA + 8;
    private static final int BATCH = 64;
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Descriptor descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(Native.STATE);
    private final MemorySegment events = arena.allocate(BATCH * EVENT_SIZE, 8);
    private volatile AtomicReferenceArray<Registration<T>> registrations = new AtomicReferenceArray<>(16);
    private int generation;
    private int ready;

    public Epoll() throws PosixException {
        descriptor = new Descriptor((int) Native.call("epoll_create1", s -> (int) CREATE.invokeExact(s, CLOEXEC)));
    }

    /** A descriptor that is waited for, until it is closed; the descriptor itself stays open. */
    public static final class Registration<T> implements AutoCloseable {
        private final Epoll<T> epoll;
        private final Descriptor descriptor;
        private final T attachment;
        private final int slot;
        private final long token;

        private Registration(Epoll<T> epoll, Descriptor descriptor, T attachment, int slot, int generation) {
            this.epoll = epoll;
            this.descriptor = descriptor;
            this.attachment = attachment;
            this.slot = slot;
            token = (long) generation << 32 | slot;
        }

        /** Waits for other events from now on: {@link #IN}, {@link #OUT} or both, 0 for errors only. */
        public void modify(int events) throws PosixException {
            epoll.control(MODIFY, descriptor, events, token);
        }

        /** Before the descriptor is closed. Events that were found already are not seen any more. */
        @Override
        public void close() {
            epoll.remove(this);
        }
    }

    /** Waits for a descriptor, too, from now on; {@code events} as in {@link Registration#modify}. */
    public synchronized Registration<T> add(Descriptor added, int events, T attachment) throws PosixException {
        Registration<T> registration = new Registration<>(this, added, attachment, freeSlot(), ++generation);
        registrations.set(registration.slot, registration);
        try {
            control(ADD, added, events, registration.token);
        } catch (PosixException e) {
            registrations.set(registration.slot, null);
            throw e;
        }
        return registration;
    }

    private int freeSlot() {
        AtomicReferenceArray<Registration<T>> present = registrations;
        for (int slot = 0; slot < present.length(); slot++) {
            if (present.get(slot) == null) {
                return slot;
            }
        }
        AtomicReferenceArray<Registration<T>> grown = new AtomicReferenceArray<>(present.length() * 2);
        for (int slot = 0; slot < present.length(); slot++) {
            grown.set(slot, present.get(slot));
        }
        registrations = grown;
        return present.length();
    }

    private synchronized void remove(Registration<T> registration) {
        if (registrations.get(registration.slot) == registration) {
            registrations.set(registration.slot, null);
            try {
                control(DELETE, registration.descriptor, 0, 0);
            } catch (PosixException e) {
                // a descriptor that was closed has left by itself
                return;
            }
        }
    }

    private void control(int operation, Descriptor changed, int mask, long token) throws PosixException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment event = call.allocate(EVENT_SIZE, 8);
            event.set(ValueLayout.JAVA_INT, 0, mask);
            event.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA, token);
            Native.call("epoll_ctl of " + changed, s ->
                    (int) CONTROL.invokeExact(s, descriptor.number(), operation, changed.number(), event));
        }
    }

    /**
     * Waits until there are events, or a signal interrupts it.
     *
     * @param nanos at most this long, rounded up to milliseconds; 0 looks only, negative waits for ever
     * @return how many descriptors have events, at most 64: the others are found next time
     */
    public int await(long nanos) throws PosixException {
        int millis = nanos < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, (nanos + NANOS_A_MILLI - 1) / NANOS_A_MILLI);
        try {
            int found = (int) WAIT.invokeExact(state, descriptor.number(), events, BATCH, millis);
            if (found < 0 && Native.errno(state) != Errno.EINTR) {
                throw new PosixException("epoll_wait", Native.errno(state));
            }
            ready = Math.max(0, found);
            return ready;
        } catch (Throwable e) {
            throw Native.failure(e);
        }
    }

    /** Whose event that was, or null if it has been removed meanwhile. */
    public T attachment(int index) {
        long token = events.get(ValueLayout.JAVA_LONG_UNALIGNED, at(index) + DATA);
        Registration<T> registration = registrations.get((int) token);
        return registration != null && registration.token == token ? registration.attachment : null;
    }

    /** The events found: a sum of {@link #IN} and so on. */
    public int events(int index) {
        return events.get(ValueLayout.JAVA_INT_UNALIGNED, at(index));
    }

    private long at(int index) {
        if (index >= ready) {
            throw new IndexOutOfBoundsException(index);
        }
        return index * EVENT_SIZE;
    }

    /** By the waiting thread, or after it has ended. Descriptors that were added stay open. */
    @Override
    public void close() {
        descriptor.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
