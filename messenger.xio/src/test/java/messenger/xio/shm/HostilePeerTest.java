package messenger.xio.shm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import messenger.spi.LinkFault;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.FabricWorker;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.RecordingHandler;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Memfd;
import messenger.xio.posix.Packet;
import messenger.xio.posix.UnixSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that break the rules lose their connection; an honest one beside them does not notice. */
@Timeout(120)
class HostilePeerTest {
    private static final int SEALS = OutRing.SEALS | Memfd.SEAL_SEAL;

    @TempDir
    private Path directory;

    private final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
    private ShmFabric fabric;
    private FabricWorker server;
    private FabricWorker client;
    private FabricListener listener;
    private QueuePair honest;
    private Accepted honestEnd;
    private RawPeer peer;

    private record Accepted(QueuePair pair, RecordingHandler handler) {}

    @BeforeEach
    void open() throws Exception {
        start(Duration.ofSeconds(10));
    }

    private void start(Duration handshake) throws Exception {
        fabric = new ShmFabric(directory.resolve("sockets"), Set.of(), handshake);
        server = new FabricWorker(fabric, "server");
        client = new FabricWorker(fabric, "client");
        listener =
                fabric.listen(server.queue(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), incoming -> {
                    RecordingHandler handler = new RecordingHandler(server);
                    accepted.add(new Accepted(
                            incoming.accept(server.queue(), RawPeer.SETTINGS, ByteBuffer.allocate(0), handler),
                            handler));
                });
        RecordingHandler handler = new RecordingHandler(client);
        honest = fabric.connect(client.queue(), listener.address(), RawPeer.SETTINGS, ByteBuffer.allocate(0), handler);
        handler.connected();
        honestEnd = accepted();
        honestEnd.handler().connected();
        peer = new RawPeer(new SocketDirectory(directory.resolve("sockets"), Set.of()).socket(listener.address()));
    }

    @AfterEach
    void end() throws Exception {
        honest.post(honest.claim().put((byte) 7));
        honest.flush();
        assertArrayEquals(new byte[] {7}, honestEnd.handler().datagram());
        peer.close();
        listener.close();
        client.close();
        server.close();
        fabric.close();
    }

    private Accepted accepted() throws Exception {
        return accepted.poll(30, TimeUnit.SECONDS);
    }

    private LinkFault faultOf(Accepted end) throws Exception {
        LinkFault fault = end.handler().closed();
        while (peer.receive() != -1) {
            assertEquals(Handshake.BYE, Handshake.type(peer.received().rewind()));
        }
        return fault;
    }

    private void assertProtocolFault(Accepted end, String... words) throws Exception {
        LinkFault fault = faultOf(end);
        assertEquals(LinkFault.Kind.PROTOCOL, fault.kind(), fault.text());
        for (String word : words) {
            assertTrue(fault.text().contains(word), fault.text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x4d485359, 1, 1", // magic
        "0x4d485358, 1, 2", // version
        "0x4d485358, 4, 1", // READY instead of HELLO
        "0x4d485358, 99, 1"
    })
    void wrongHeaderIsTurnedAway(int magic, int type, int version) throws Exception {
        peer.send(
                RawPeer.packet(magic, type, version, 4096, 32, 32, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                null);
        assertEquals(-1, peer.receive());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 20, 87, 257, 5000})
    void garbageOfAnyLengthIsTurnedAway(int length) throws Exception {
        byte[] garbage = new byte[length];
        ByteBuffer bytes = ByteBuffer.wrap(garbage);
        if (length >= 8) {
            bytes.putInt(Integer.reverseBytes(Handshake.MAGIC)).putInt(0x01000100);
        }
        peer.send(new Packet(bytes.rewind()), null);
        assertEquals(-1, peer.receive());
    }

    @ParameterizedTest
    @CsvSource({"57", "-1", "2147483647"})
    void forgedLengthOfPrivateDataIsTurnedAway(int length) throws Exception {
        peer.send(
                RawPeer.packet(
                        Handshake.MAGIC,
                        Handshake.HELLO,
                        Handshake.VERSION,
                        4096,
                        32,
                        32,
                        4,
                        length,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0),
                null);
        assertEquals(-1, peer.receive());
    }

    @ParameterizedTest
    @CsvSource({"0, 32", "-1, 32", "4096, 0", "4096, -5", "4096, 2147483647", "-2147483648, -2147483648"})
    void ringOfImpossibleSizeIsRefused(int datagramMax, int receiveDepth) throws Exception {
        peer.send(
                RawPeer.packet(
                        Handshake.MAGIC,
                        Handshake.HELLO,
                        Handshake.VERSION,
                        datagramMax,
                        receiveDepth,
                        32,
                        4,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0),
                null);
        assertProtocolFault(accepted(), "allowed");
    }

    @Test
    void memfdThatCanBeTruncatedIsRefused() throws Exception {
        try (Descriptor ring = peer.newRing(Memfd.SEAL_GROW | Memfd.SEAL_FUTURE_WRITE)) {
            peer.open(ring);
            assertProtocolFault(accepted(), "seals", "truncate");
        }
    }

    @Test
    void memfdInWhichHolesCanBeMadeIsRefused() throws Exception {
        try (Descriptor ring = peer.newRing(Memfd.SEAL_GROW | Memfd.SEAL_SHRINK)) {
            peer.open(ring);
            assertProtocolFault(accepted(), "seals");
        }
    }

    @Test
    void plainFileIsRefused() throws Exception {
        try (Descriptor file =
                Descriptor.open(directory.resolve("file"), Descriptor.O_RDWR | Descriptor.O_CREAT, 0600)) {
            peer.open(file);
            assertProtocolFault(accepted(), "seals");
        }
    }

    @Test
    void socketInsteadOfMemoryIsRefused() throws Exception {
        try (RawPeer other =
                new RawPeer(new SocketDirectory(directory.resolve("sockets"), Set.of()).socket(listener.address()))) {
            peer.open(other.descriptor());
            assertProtocolFault(accepted(), "seals");
        }
    }

    @Test
    void memfdThatIsTooShortIsRefused() throws Exception {
        try (Descriptor ring = Memfd.create("short", 8192)) {
            Memfd.seal(ring, SEALS);
            peer.open(ring);
            assertProtocolFault(accepted(), "8192 bytes");
        }
    }

    @Test
    void missingMemfdIsRefused() throws Exception {
        peer.open(null);
        assertProtocolFault(accepted(), "without passing its ring");
    }

    @Test
    void ringCannotBeTruncatedOnceItIsShared() throws Exception {
        try (Descriptor ring = peer.newRing(SEALS);
                var channel = FileChannel.open(Path.of("/proc/self/fd/" + ring.number()), StandardOpenOption.READ)) {
            peer.open(ring);
            Accepted end = accepted();
            end.handler().connected();
            assertThrows(
                    IOException.class,
                    () -> FileChannel.open(Path.of("/proc/self/fd/" + ring.number()), StandardOpenOption.WRITE)
                            .truncate(0));
            assertTrue(channel.size() > 0);
            peer.publish(0, 3, (byte) 1, (byte) 2, (byte) 3);
            peer.wake();
            assertArrayEquals(new byte[] {1, 2, 3}, end.handler().datagram());
        }
    }

    private Accepted opened() throws Exception {
        try (Descriptor ring = peer.newRing(SEALS)) {
            peer.open(ring);
        }
        Accepted end = accepted();
        end.handler().connected();
        return end;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4097, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void forgedLengthOfADatagramFaultsTheLink(int length) throws Exception {
        Accepted end = opened();
        peer.publish(0, length);
        peer.wake();
        assertProtocolFault(end, "length " + length);
    }

    @Test
    void overrunRingFaultsTheLink() throws Exception {
        Accepted end = opened();
        RingLayout.INT.setVolatile(peer.memory(), peer.slot(0), RawPeer.SETTINGS.receiveDepth() + 1);
        peer.wake();
        assertProtocolFault(end, "sequence number 33 instead of 1");
    }

    @Test
    void scribbledSequenceFaultsTheLink() throws Exception {
        Accepted end = opened();
        peer.publish(0, 1, (byte) 9);
        RingLayout.INT.setVolatile(peer.memory(), peer.slot(1), 0x5a5a5a5a);
        peer.wake();
        assertArrayEquals(new byte[] {9}, end.handler().datagram());
        assertProtocolFault(end, "sequence number");
    }

    @Test
    void forgedProgressFaultsTheLink() throws Exception {
        Accepted end = opened();
        RingLayout.INT.setVolatile(peer.memory(), RingLayout.CONSUMED, 1000);
        for (int i = 0; i < RawPeer.SETTINGS.receiveDepth(); i++) {
            end.pair().post(end.pair().claim());
        }
        assertEquals(null, end.pair().claim());
        assertProtocolFault(end, "1000 datagrams");
    }

    @Test
    void floodOfWakeupsFaultsTheLink() throws Exception {
        Accepted end = opened();
        try {
            for (int i = 0; i < 100_000 && !end.handler().isClosed(); i++) {
                try (Packet wake = Handshake.empty(Handshake.WAKE)) {
                    peer.trySend(wake);
                }
            }
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("EPIPE") || e.getMessage().contains("ECONNRESET"), e.getMessage());
        }
        assertProtocolFault(end, "woke this side");
    }

    @Test
    void forgedKeyFaultsTheLink() throws Exception {
        Accepted end = opened();
        try (MemfdRegion target = new MemfdRegion(4096)) {
            server.call(() -> end.pair().read(target, target.address(), 8, 0, 0x1234, 1));
            assertProtocolFault(end, "region 4660");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 8", "4090, 8", "9223372036854775807, 8", "-9223372036854775808, 1", "4096, 1"})
    void forgedOffsetFaultsTheLink(long offset, int length) throws Exception {
        Accepted end = opened();
        try (MemfdRegion source = new MemfdRegion(4096);
                MemfdRegion target = new MemfdRegion(4096)) {
            peer.export(5, 4096, source);
            server.call(() -> end.pair().read(target, target.address(), length, offset, 5, 1));
            assertProtocolFault(end, "region 5");
        }
    }

    @Test
    void exportedRegionThatIsShorterThanItSaysIsRefused() throws Exception {
        Accepted end = opened();
        try (MemfdRegion source = new MemfdRegion(4096)) {
            peer.export(5, 8192, source);
            assertProtocolFault(end, "region 5", "4096 bytes");
        }
    }

    @Test
    void exportedRegionThatCanBeTruncatedIsRefused() throws Exception {
        Accepted end = opened();
        try (Descriptor file = Memfd.create("region", 4096)) {
            peer.send(Handshake.export(6, 4096), file);
            assertProtocolFault(end, "region 6", "seals");
        }
    }

    @Test
    void exportWithoutMemoryIsRefused() throws Exception {
        Accepted end = opened();
        peer.send(Handshake.export(6, 4096), null);
        assertProtocolFault(end, "without its memory");
    }

    @Test
    void packetWithManyFilesLeavesNoneOpen() throws Exception {
        Accepted end = opened();
        try (MemfdRegion source = new MemfdRegion(4096)) {
            for (int i = 0; i < 3; i++) {
                peer.export(i, 4096, source);
            }
            peer.export(1, 4096, source);
            assertProtocolFault(end, "twice");
        }
    }

    @Test
    void handshakeThatHangsIsEnded() throws Exception {
        end();
        start(Duration.ofMillis(50));
        assertEquals(-1, peer.receive());
    }

    @Test
    void peerThatIsNeverReadyIsEnded() throws Exception {
        end();
        start(Duration.ofMillis(300));
        peer.hello();
        Accepted end = accepted();
        assertEquals(LinkFault.Kind.TIMEOUT, end.handler().closed().kind());
    }

    @Test
    void listenerThatNeverAnswersIsGivenUp() throws Exception {
        end();
        start(Duration.ofMillis(50));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        Path path = new SocketDirectory(directory.resolve("sockets"), Set.of()).socket(address);
        UnixSocket mute = UnixSocket.listen(path, 8);
        try (mute) {
            RecordingHandler handler = new RecordingHandler(client);
            fabric.connect(client.queue(), address, RawPeer.SETTINGS, ByteBuffer.allocate(0), handler);
            assertEquals(LinkFault.Kind.TIMEOUT, handler.closed().kind());
        }
    }

    @Test
    void moreHalfOpenPeersThanAllowedMakeRoomForAnHonestOne() throws Exception {
        Path path = new SocketDirectory(directory.resolve("sockets"), Set.of()).socket(listener.address());
        RawPeer[] peers = new RawPeer[300];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = new RawPeer(path);
        }
        RecordingHandler handler = new RecordingHandler(client);
        fabric.connect(client.queue(), listener.address(), RawPeer.SETTINGS, ByteBuffer.allocate(0), handler);
        handler.connected();
        assertEquals(-1, peers[0].receive());
        for (RawPeer raw : peers) {
            raw.close();
        }
    }
}
