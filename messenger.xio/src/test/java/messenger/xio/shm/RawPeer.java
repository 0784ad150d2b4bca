package messenger.xio.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.Mapping;
import messenger.xio.posix.Memfd;
import messenger.xio.posix.Packet;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.PosixException;
import messenger.xio.posix.UnixSocket;

/** A peer that speaks the handshake by hand, as well or as badly as a test wants it. */
final class RawPeer implements AutoCloseable {
    static final QueueSettings SETTINGS = new QueueSettings(4096, 32, 32, 4);

    private static final long WAIT_NANOS = Long.getLong("messenger.wait.seconds", 30) * 1_000_000_000L;

    private final UnixSocket socket;
    private final PacketReader reader = new PacketReader(Handshake.PACKET_MAX);
    private final Epoll<String> epoll;

    private Mapping ring;
    private Mapping theirs;
    private RingLayout layout;

    RawPeer(Path path) throws IOException {
        socket = UnixSocket.connect(path);
        epoll = new Epoll<>();
        epoll.add(socket.descriptor(), Epoll.IN, "socket");
    }

    void send(Packet packet, Descriptor file) throws IOException {
        try (packet) {
            assertEquals(true, socket.send(packet, file));
        }
    }

    void trySend(Packet packet) throws IOException {
        boolean ignored = socket.send(packet, null);
    }

    Descriptor descriptor() {
        return socket.descriptor();
    }

    void export(long key, long length, MemfdRegion region) throws IOException {
        Descriptor owned = new Descriptor(region.descriptor());
        send(Handshake.export(key, length), owned);
    }

    /** A packet of any bytes, with the header that is expected. */
    static Packet packet(int magic, int type, int version, int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(magic).putShort((short) type).putShort((short) version);
        for (int word : words) {
            bytes.putInt(word);
        }
        return new Packet(bytes.flip());
    }

    void hello() throws IOException {
        send(Handshake.greeting(Handshake.HELLO, SETTINGS, ByteBuffer.wrap(new byte[] {1})), null);
    }

    /** The type of the next packet; -1 if the peer has closed the connection. */
    int receive() throws IOException {
        while (true) {
            int length;
            try {
                length = reader.read(socket);
            } catch (PosixException e) {
                return -1; // reset: closed before it had read everything
            }
            if (length == PacketReader.END) {
                return -1;
            }
            if (length != PacketReader.NOTHING) {
                return Handshake.type(reader.bytes());
            }
            assertEquals(1, epoll.await(WAIT_NANOS), "nothing came");
        }
    }

    ByteBuffer received() {
        return reader.bytes();
    }

    /** Says hello, is accepted and answers with the ring given, a good one by {@link #newRing}. */
    void open(Descriptor file) throws IOException {
        hello();
        assertEquals(Handshake.ACCEPT, receive());
        try (Descriptor ring = reader.takeDescriptor()) {
            assertNotNull(ring);
            theirs = Mapping.readOnly(ring, Memfd.status(ring).size());
        }
        send(Handshake.empty(Handshake.READY), file);
    }

    /** A ring as it should be, with these seals. */
    Descriptor newRing(int seals) throws IOException {
        layout = Handshake.ring(SETTINGS, SETTINGS);
        Descriptor file = Memfd.create("raw", layout.size());
        ring = Mapping.writable(file, layout.size());
        for (int i = 0; i < layout.depth(); i++) {
            RingLayout.INT.set(memory(), layout.slot(i), i + 1 - layout.depth());
        }
        Memfd.seal(file, seals);
        return file;
    }

    MemorySegment memory() {
        return ring.segment();
    }

    /** Publishes the n-th datagram, from 0. */
    void publish(int n, int length, byte... data) {
        long slot = layout.slot(n % layout.depth());
        MemorySegment.copy(data, 0, memory(), ValueLayout.JAVA_BYTE, slot + RingLayout.DATA, data.length);
        RingLayout.INT.set(memory(), slot + RingLayout.LENGTH, length);
        RingLayout.INT.setRelease(memory(), slot, n + 1);
    }

    /** Wakes the other side if it wants to be woken. */
    void wake() throws IOException {
        VarHandle.fullFence();
        if (((int) RingLayout.INT.getVolatile(theirs.segment(), RingLayout.SLEEP) & 1) != 0) {
            send(Handshake.empty(Handshake.WAKE), null);
        }
    }

    long slot(int index) {
        return layout.slot(index);
    }

    @Override
    public void close() {
        epoll.close();
        socket.close();
        reader.close();
        if (ring != null) {
            ring.close();
        }
        if (theirs != null) {
            theirs.close();
        }
    }
}
