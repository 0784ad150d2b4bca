package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A packet to be sent through a {@link UnixSocket}, as often as needed. Sent by one thread at a time. */
public final class Packet implements AutoCloseable {
    // struct msghdr, iovec and cmsghdr of 64-bit Linux
    static final long HEADER_SIZE = 56;
    static final long HEADER_IOV = 16;
    static final long HEADER_IOV_COUNT = 24;
    static final long HEADER_CONTROL = 32;
    static final long HEADER_CONTROL_LENGTH = 40;
    static final long HEADER_FLAGS = 48;
    static final long IOV_SIZE = 16;
    static final long IOV_LENGTH = 8;
    static final long CONTROL_LEVEL = 8;
    static final long CONTROL_TYPE = 12;
    static final long CONTROL_DATA = 16;
    static final int SOL_SOCKET = 1;
    static final int SCM_RIGHTS = 1;

    private static final long ONE_DESCRIPTOR_SIZE = 24;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(Native.STATE);
    private final MemorySegment header = arena.allocate(HEADER_SIZE, 8);
    private final MemorySegment control = arena.allocate(ONE_DESCRIPTOR_SIZE, 8);

    /** Copies the remaining bytes. */
    public Packet(ByteBuffer bytes) {
        MemorySegment data = arena.allocate(Math.max(1, bytes.remaining()), 8);
        data.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).put(bytes.duplicate());
        MemorySegment vector = arena.allocate(IOV_SIZE, 8);
        vector.set(ValueLayout.ADDRESS, 0, data);
        vector.set(ValueLayout.JAVA_LONG, IOV_LENGTH, bytes.remaining());
        header.set(ValueLayout.ADDRESS, HEADER_IOV, vector);
        header.set(ValueLayout.JAVA_LONG, HEADER_IOV_COUNT, 1);
        control.set(ValueLayout.JAVA_LONG, 0, CONTROL_DATA + Integer.BYTES);
        control.set(ValueLayout.JAVA_INT, CONTROL_LEVEL, SOL_SOCKET);
        control.set(ValueLayout.JAVA_INT, CONTROL_TYPE, SCM_RIGHTS);
    }

    /** The struct msghdr. */
    MemorySegment message(Descriptor passed) {
        if (passed == null) {
            header.set(ValueLayout.ADDRESS, HEADER_CONTROL, MemorySegment.NULL);
            header.set(ValueLayout.JAVA_LONG, HEADER_CONTROL_LENGTH, 0);
        } else {
            control.set(ValueLayout.JAVA_INT, CONTROL_DATA, passed.number());
            header.set(ValueLayout.ADDRESS, HEADER_CONTROL, control);
            header.set(ValueLayout.JAVA_LONG, HEADER_CONTROL_LENGTH, ONE_DESCRIPTOR_SIZE);
        }
        return header;
    }

    MemorySegment state() {
        return state;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
