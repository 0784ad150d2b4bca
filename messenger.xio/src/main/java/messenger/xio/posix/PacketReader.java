package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Takes packets from {@link UnixSocket}s, one at a time, into memory that it reuses. For one thread. Files that come with a
 * packet and are not taken are closed when the next one is read.
 */
public final class PacketReader implements AutoCloseable {
    /** What {@link #read} answers when nothing is there. */
    public static final int NOTHING = -1;

    /** What {@link #read} answers when the peer has closed the connection, or has sent an empty packet. */
    public static final int END = 0;

    private static final MethodHandle RECVMSG =
            Native.function("recvmsg", Native.longs(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    /** MSG_DONTWAIT, MSG_CMSG_CLOEXEC. */
    private static final int FLAGS = 0x40 | 0x40000000;

    private static final int TRUNCATED = 0x20;
    private static final int CONTROL_TRUNCATED = 8;

    /** The kernel closes what does not fit and says so. */
    private static final int MAX_DESCRIPTORS = 4;

    private static final long CONTROL_SIZE = Packet.CONTROL_DATA + MAX_DESCRIPTORS * Integer.BYTES;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(Native.STATE);
    private final MemorySegment header = arena.allocate(Packet.HEADER_SIZE, 8);
    private final MemorySegment control = arena.allocate(CONTROL_SIZE, 8);
    private final ByteBuffer bytes;
    private final Deque<Descriptor> passed = new ArrayDeque<>();

    /**
     * @param longest bytes of the longest packet
     */
    public PacketReader(int longest) {
        MemorySegment data = arena.allocate(longest, 8);
        MemorySegment vector = arena.allocate(Packet.IOV_SIZE, 8);
        vector.set(ValueLayout.ADDRESS, 0, data);
        vector.set(ValueLayout.JAVA_LONG, Packet.IOV_LENGTH, longest);
        header.set(ValueLayout.ADDRESS, Packet.HEADER_IOV, vector);
        header.set(ValueLayout.JAVA_LONG, Packet.HEADER_IOV_COUNT, 1);
        header.set(ValueLayout.ADDRESS, Packet.HEADER_CONTROL, control);
        bytes = data.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Takes the next packet.
     *
     * @return its bytes, {@link #NOTHING} or {@link #END}
     * @throws PosixException ECONNRESET if the peer left without reading; EFBIG if the packet was too long or had too many files; EMFILE if
     *     this process cannot have one more
     */
    public int read(UnixSocket socket) throws PosixException {
        closePassed();
        header.set(ValueLayout.JAVA_LONG, Packet.HEADER_CONTROL_LENGTH, CONTROL_SIZE);
        long length;
        try {
            length = (long) RECVMSG.invokeExact(state, socket.descriptor().number(), header, FLAGS);
        } catch (Throwable e) {
            throw Native.failure(e);
        }
        if (length < 0) {
            int errno = Native.errno(state);
            if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
                return NOTHING;
            }
            throw new PosixException("recvmsg", errno);
        }
        takePassed(header.get(ValueLayout.JAVA_LONG, Packet.HEADER_CONTROL_LENGTH));
        int flags = header.get(ValueLayout.JAVA_INT, Packet.HEADER_FLAGS);
        if ((flags & CONTROL_TRUNCATED) != 0 && passed.size() < MAX_DESCRIPTORS) {
            closePassed();
            throw new PosixException("recvmsg of a packet with a file", Errno.EMFILE)
                    .withRemedy("raise the limit of open files of the process (ulimit -n)");
        }
        if ((flags & (TRUNCATED | CONTROL_TRUNCATED)) != 0) {
            closePassed();
            throw new PosixException("recvmsg of a packet that is too long or carries too many files", Errno.EFBIG);
        }
        bytes.clear().limit((int) length);
        return (int) length;
    }

    private void takePassed(long controlLength) {
        if (controlLength <= Packet.CONTROL_DATA
                || control.get(ValueLayout.JAVA_INT, Packet.CONTROL_LEVEL) != Packet.SOL_SOCKET
                || control.get(ValueLayout.JAVA_INT, Packet.CONTROL_TYPE) != Packet.SCM_RIGHTS) {
            return;
        }
        long end = Math.min(control.get(ValueLayout.JAVA_LONG, 0), CONTROL_SIZE);
        for (long at = Packet.CONTROL_DATA; at + Integer.BYTES <= end; at += Integer.BYTES) {
            passed.add(new Descriptor(control.get(ValueLayout.JAVA_INT, at)));
        }
    }

    /** The packet that was read last, little endian. Valid until the next one is read. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** The next file that came with the packet, which now belongs to the caller, or null. */
    public Descriptor takeDescriptor() {
        return passed.poll();
    }

    private void closePassed() {
        for (Descriptor file = passed.poll(); file != null; file = passed.poll()) {
            file.close();
        }
    }

    @Override
    public void close() {
        closePassed();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
