package messenger.xio.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A Unix domain socket of type SOCK_SEQPACKET: connected, ordered, and what is sent at once arrives at once. Never waits.
 * Thread safe, but for {@link PacketReader}.
 */
public final class UnixSocket implements AutoCloseable {
    /** Bytes of the longest path that a socket can have. */
    public static final int PATH_MAX = 107;

    private static final MethodHandle SOCKET =
            Native.function("socket", Native.ints(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle BIND = address("bind");
    private static final MethodHandle CONNECT = address("connect");
    private static final MethodHandle LISTEN =
            Native.function("listen", Native.ints(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle ACCEPT4 = Native.function(
            "accept4",
            Native.ints(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle GETSOCKOPT = Native.function(
            "getsockopt",
            Native.ints(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS));
    private static final MethodHandle SENDMSG =
            Native.function("sendmsg", Native.longs(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
    private static final int ADDRESS_SIZE = 110;

    private final Descriptor descriptor;
    private boolean closed;

    private UnixSocket(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    private static MethodHandle address(String name) {
        return Native.function(name, Native.ints(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    }

    private static UnixSocket open() throws PosixException {
        return new UnixSocket(new Descriptor((int) Native.call(
                "socket", state -> (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_SEQPACKET | CLOEXEC_NONBLOCK, 0))));
    }

    /** Listens at a path where nothing is; the file stays when the socket is closed. */
    public static UnixSocket listen(Path path, int backlog) throws PosixException {
        UnixSocket socket = open();
        try (Arena arena = Arena.ofConfined()) {
            int number = socket.descriptor.number();
            MemorySegment address = address(path, arena);
            Native.call("bind " + path, state -> (int) BIND.invokeExact(state, number, address, ADDRESS_SIZE));
            Native.call("listen " + path, state -> (int) LISTEN.invokeExact(state, number, backlog));
            return socket;
        } catch (PosixException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects to who listens there. EAGAIN if that one has too many connections that it has not accepted. */
    public static UnixSocket connect(Path path) throws PosixException {
        UnixSocket socket = open();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = address(path, arena);
            Native.call("connect " + path, state ->
                    (int) CONNECT.invokeExact(state, socket.descriptor.number(), address, ADDRESS_SIZE));
            return socket;
        } catch (PosixException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** struct sockaddr_un: u16 family, char path[108]. */
    private static MemorySegment address(Path path, Arena arena) throws PosixException {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > PATH_MAX) {
            throw new PosixException(
                            "the path " + path + " of a socket has " + bytes.length + " bytes", Errno.ENAMETOOLONG)
                    .withRemedy("use a shorter directory: " + PATH_MAX + " bytes are the most");
        }
        MemorySegment address = arena.allocate(ADDRESS_SIZE, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 2, bytes.length);
        return address;
    }

    /** The next connection at a listening socket, or null if there is none for now. */
    public synchronized UnixSocket accept() throws PosixException {
        if (closed) {
            return null;
        }
        try {
            return new UnixSocket(new Descriptor((int) Native.call("accept", state -> (int) ACCEPT4.invokeExact(
                    state, descriptor.number(), MemorySegment.NULL, MemorySegment.NULL, CLOEXEC_NONBLOCK))));
        } catch (PosixException e) {
            if (e.errno() == Errno.EAGAIN) {
                return null;
            }
            throw e;
        }
    }

    /** For {@link Epoll#add}. */
    public Descriptor descriptor() {
        return descriptor;
    }

    /** Who has connected, or listened, at the other end; as it was then. */
    public record Peer(int pid, int uid, int gid) {}

    /** Asks the kernel for the other end, which cannot lie about it. */
    public Peer peer() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment credentials = arena.allocate(12, 4);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 12);
            Native.call("getsockopt SO_PEERCRED", state -> (int)
                    GETSOCKOPT.invokeExact(state, descriptor.number(), SOL_SOCKET, SO_PEERCRED, credentials, length));
            return new Peer(
                    credentials.get(ValueLayout.JAVA_INT, 0),
                    credentials.get(ValueLayout.JAVA_INT, 4),
                    credentials.get(ValueLayout.JAVA_INT, 8));
        }
    }

    /**
     * Sends one packet, whole or not at all.
     *
     * @return false if there is no room for it now
     * @throws PosixException EPIPE once it has closed, here or there
     */
    public boolean send(Packet packet) throws PosixException {
        return send(packet, null);
    }

    /** The same with an open file, which the peer then has, too. */
    public synchronized boolean send(Packet packet, Descriptor passed) throws PosixException {
        if (closed) {
            throw new PosixException("send", Errno.EPIPE);
        }
        MemorySegment message = packet.message(passed);
        try {
            long sent = (long) SENDMSG.invokeExact(packet.state(), descriptor.number(), message, DONTWAIT_NOSIGNAL);
            if (sent >= 0) {
                return true;
            }
        } catch (Throwable e) {
            throw Native.failure(e);
        }
        int errno = Native.errno(packet.state());
        if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
            return false;
        }
        PosixException failure = new PosixException("sendmsg", errno);
        throw errno == Errno.ETOOMANYREFS
                ? failure.withRemedy("raise the limit of open files of the process (ulimit -n)")
                : failure;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            descriptor.close();
        }
    }
}
