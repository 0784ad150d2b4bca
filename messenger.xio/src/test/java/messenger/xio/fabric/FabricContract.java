package messenger.xio.fabric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every fabric must do. Two workers, one that listens and one that dials, in one process. */
@Timeout(120)
public abstract class FabricContract {
    protected static final QueueSettings SETTINGS = new QueueSettings(4096, 32, 32, 4);

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WELCOME = "welcome".getBytes(StandardCharsets.UTF_8);

    private final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
    private final List<RecordingHandler> handlers = new ArrayList<>();
    private final List<TestRegion> regions = new ArrayList<>();
    private Fabric fabric;
    private FabricWorker server;
    private FabricWorker client;
    private FabricListener listener;

    /** Makes the fabric under test, closed by the contract. */
    protected abstract Fabric newFabric() throws Exception;

    /** Where it can listen, with port 0. */
    protected abstract InetSocketAddress bindAddress();

    /** Memory that can be exported, closed by the contract. */
    protected abstract TestRegion newRegion(long length) throws Exception;

    /** What the listening side has of a connection. */
    protected record Accepted(QueuePair pair, RecordingHandler handler, byte[] privateData) {}

    /** What the dialling side has of a connection. */
    protected record Dialled(QueuePair pair, RecordingHandler handler) {}

    @BeforeEach
    final void open() throws Exception {
        fabric = newFabric();
        server = new FabricWorker(fabric, "server");
        client = new FabricWorker(fabric, "client");
    }

    @AfterEach
    final void end() throws Exception {
        if (listener != null) {
            listener.close();
        }
        client.close();
        server.close();
        for (RecordingHandler handler : handlers) {
            handler.closed();
            assertEquals(List.of(), List.copyOf(handler.violations()));
        }
        regions.forEach(TestRegion::close);
        fabric.close();
    }

    protected final Fabric fabric() {
        return fabric;
    }

    protected final FabricWorker server() {
        return server;
    }

    protected final FabricWorker client() {
        return client;
    }

    protected final TestRegion region(long length) throws Exception {
        TestRegion region = newRegion(length);
        regions.add(region);
        return region;
    }

    protected final RecordingHandler handler(FabricWorker worker) {
        RecordingHandler handler = new RecordingHandler(worker);
        handlers.add(handler);
        return handler;
    }

    /** Listens and accepts whoever comes. */
    protected final InetSocketAddress listen() throws Exception {
        return listen(SETTINGS);
    }

    protected final InetSocketAddress listen(QueueSettings settings) throws Exception {
        listener = fabric.listen(server.queue(), bindAddress(), incoming -> {
            byte[] privateData = RecordingHandler.bytes(incoming.privateData());
            RecordingHandler handler = handler(server);
            QueuePair pair = incoming.accept(server.queue(), settings, ByteBuffer.wrap(WELCOME), handler);
            accepted.add(new Accepted(pair, handler, privateData));
        });
        return listener.address();
    }

    protected final void closeListener() {
        listener.close();
    }

    protected final Dialled dial(InetSocketAddress address) {
        return dial(address, SETTINGS);
    }

    protected final Dialled dial(InetSocketAddress address, QueueSettings settings) {
        RecordingHandler handler = handler(client);
        return new Dialled(fabric.connect(client.queue(), address, settings, ByteBuffer.wrap(HELLO), handler), handler);
    }

    protected final Accepted accepted() throws Exception {
        Accepted next = accepted.poll(RecordingHandler.WAIT_SECONDS, TimeUnit.SECONDS);
        assertNotNull(next, "nobody was accepted");
        next.handler().connected();
        return next;
    }

    /** Sends a datagram, when there is room for it. */
    protected static void send(QueuePair pair, byte[] bytes) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RecordingHandler.WAIT_SECONDS);
        ByteBuffer buffer = pair.claim();
        while (buffer == null) {
            assertTrue(System.nanoTime() < end, "no room to send");
            Thread.onSpinWait();
            buffer = pair.claim();
        }
        pair.post(buffer.put(bytes));
        pair.flush();
    }

    /** A free buffer; a fabric may learn that one has been sent only after the peer has received it. */
    protected static ByteBuffer claim(Dialled dialled) throws Exception {
        ByteBuffer buffer = dialled.pair().claim();
        while (buffer == null) {
            dialled.handler().awaitSendable();
            buffer = dialled.pair().claim();
        }
        return buffer;
    }

    protected static byte[] pattern(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + seed);
        }
        return bytes;
    }

    private static void assertStartsWith(byte[] expected, byte[] padded) {
        assertArrayEquals(expected, Arrays.copyOf(padded, expected.length));
        for (int i = expected.length; i < padded.length; i++) {
            assertEquals(0, padded[i]);
        }
    }

    @Test
    void bothSidesLearnThePrivateDataOfTheOther() throws Exception {
        Dialled dialled = dial(listen());
        assertStartsWith(WELCOME, dialled.handler().connected());
        assertStartsWith(HELLO, accepted().privateData());
    }

    @Test
    void bothSidesKnowTheAddress() throws Exception {
        InetSocketAddress address = listen();
        assertNotEquals(0, address.getPort());
        Dialled dialled = dial(address);
        dialled.handler().connected();
        assertEquals(address, dialled.pair().remote());
        Accepted accepted = accepted();
        assertEquals(address, accepted.pair().local());
        assertEquals(
                dialled.pair().local().getAddress(), accepted.pair().remote().getAddress());
    }

    @Test
    void datagramsArriveInOrderInBothDirections() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        for (int i = 0; i < 1000; i++) {
            send(dialled.pair(), pattern(i, i));
            assertArrayEquals(pattern(i, i), accepted.handler().datagram());
            send(accepted.pair(), pattern(1000 - i, i));
            assertArrayEquals(pattern(1000 - i, i), dialled.handler().datagram());
        }
    }

    @Test
    void asManyDatagramsAsThePeerHasBuffersNeedNoAnswer() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        for (int lap = 0; lap < 5; lap++) {
            for (int i = 0; i < SETTINGS.receiveDepth(); i++) {
                ByteBuffer buffer = claim(dialled);
                dialled.pair().post(buffer.put(pattern(SETTINGS.datagramMax(), i)));
            }
            dialled.pair().flush();
            for (int i = 0; i < SETTINGS.receiveDepth(); i++) {
                assertArrayEquals(
                        pattern(SETTINGS.datagramMax(), i), accepted.handler().datagram());
            }
        }
    }

    @Test
    void claimedBufferStaysTheSameUntilItIsPosted() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        ByteBuffer buffer = dialled.pair().claim();
        assertEquals(ByteOrder.LITTLE_ENDIAN, buffer.order());
        assertEquals(0, buffer.position());
        assertEquals(SETTINGS.datagramMax(), buffer.limit());
        buffer.putInt(1);
        ByteBuffer again = dialled.pair().claim();
        assertEquals(4, again.position());
        dialled.pair().post(again.putInt(2));
        dialled.pair().flush();
        assertArrayEquals(
                new byte[] {1, 0, 0, 0, 2, 0, 0, 0}, accepted.handler().datagram());
    }

    @Test
    void sleepingWorkerIsWokenByADatagram() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        for (int i = 0; i < 20; i++) {
            awaitSleep(server);
            send(dialled.pair(), pattern(8, i));
            assertArrayEquals(pattern(8, i), accepted.handler().datagram());
        }
    }

    protected static void awaitSleep(FabricWorker worker) {
        while (!worker.isWaiting()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void senderThatFoundNoRoomIsToldOfIt() throws Exception {
        Dialled dialled = dial(listen(), new QueueSettings(1024, 32, 2, 4));
        dialled.handler().connected();
        Accepted accepted = accepted();
        for (int i = 0; i < SETTINGS.receiveDepth(); i++) {
            ByteBuffer buffer = dialled.pair().claim();
            while (buffer == null) {
                dialled.pair().flush();
                dialled.handler().awaitSendable();
                buffer = dialled.pair().claim();
            }
            dialled.pair().post(buffer.putInt(i));
        }
        dialled.pair().flush();
        for (int i = 0; i < SETTINGS.receiveDepth(); i++) {
            assertEquals(
                    i,
                    ByteBuffer.wrap(accepted.handler().datagram())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt());
        }
    }

    @Test
    void idleWorkerDoesNothingWhileOthersTalk() throws Exception {
        InetSocketAddress address = listen();
        FabricWorker idle = new FabricWorker(fabric, "idle");
        RecordingHandler idler = handler(idle);
        fabric.connect(idle.queue(), address, SETTINGS, ByteBuffer.wrap(HELLO), idler);
        idler.connected();
        accepted();
        Dialled dialled = dial(address);
        dialled.handler().connected();
        Accepted accepted = accepted();
        awaitSleep(idle);
        long waits = idle.waits();
        for (int i = 0; i < 1000; i++) {
            send(dialled.pair(), HELLO);
            accepted.handler().datagram();
        }
        assertEquals(waits, idle.waits());
        idle.close();
    }

    @Test
    void regionThatWasForgottenIsNotRead() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        TestRegion source = region(4096);
        TestRegion target = region(4096);
        long key = dialled.pair().export(source);
        long remote = dialled.pair().remoteAddress(source, source.address());
        server.call(() -> accepted.pair().read(target, target.address(), 16, remote, key, 1));
        assertEquals(1, accepted.handler().transfer());
        fabric.forget(source);
        while (!accepted.handler().isClosed()) {
            server.call(() -> accepted.pair().read(target, target.address(), 16, remote, key, 2));
        }
        assertNotEquals(LinkFault.Kind.LOCAL, accepted.handler().closed().kind());
    }

    @Test
    void wakeupEndsTheNextWait() throws Exception {
        try (CompletionQueue queue = fabric.open("alone")) {
            queue.wakeup();
            queue.await(-1);
            queue.await(1_000_000);
            Thread other = Thread.ofPlatform().start(queue::wakeup);
            queue.await(-1);
            other.join();
        }
    }

    @Test
    void nobodyListensIsRefused() throws Exception {
        InetSocketAddress address = listen();
        listener.close();
        Dialled dialled = dial(address);
        assertEquals(LinkFault.Kind.REFUSED, dialled.handler().closed().kind());
        assertNull(dialled.pair().claim());
        dialled.pair().flush();
        dialled.pair().close(LinkFault.local("again"));
    }

    @Test
    void addressInUseIsNamed() throws Exception {
        InetSocketAddress address = listen();
        IOException e = assertThrows(IOException.class, () -> fabric.listen(client.queue(), address, incoming -> {}));
        assertTrue(e.getMessage().contains(String.valueOf(address.getPort())), e.getMessage());
        assertTrue(e.getMessage().contains("in use"), e.getMessage());
    }

    @Test
    void addressIsFreeAfterItsListenerWasClosed() throws Exception {
        InetSocketAddress address = listen();
        Dialled before = dial(address);
        before.handler().connected();
        Accepted acceptedBefore = accepted();
        listener.close();
        listener = fabric.listen(server.queue(), address, incoming -> incoming.reject(ByteBuffer.wrap(WELCOME)));
        Dialled after = dial(address);
        assertStartsWith(WELCOME, after.handler().refused());
        send(before.pair(), HELLO);
        assertArrayEquals(HELLO, acceptedBefore.handler().datagram());
    }

    @Test
    void refusalCarriesPrivateDataAndCloses() throws Exception {
        listener = fabric.listen(server.queue(), bindAddress(), incoming -> incoming.reject(ByteBuffer.wrap(WELCOME)));
        Dialled dialled = dial(listener.address());
        assertStartsWith(WELCOME, dialled.handler().refused());
        LinkFault fault = dialled.handler().closed();
        assertNotEquals(LinkFault.Kind.REFUSED, fault.kind());
    }

    @Test
    void tooMuchPrivateDataIsRefusedAtOnce() throws Exception {
        InetSocketAddress address = listen();
        assertThrows(
                IllegalArgumentException.class,
                () -> fabric.connect(
                        client.queue(),
                        address,
                        SETTINGS,
                        ByteBuffer.allocate(Fabric.PRIVATE_DATA_MAX + 1),
                        new RecordingHandler(client)));
    }

    @Test
    void closingOneEndClosesTheOther() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        dialled.pair().close(LinkFault.local("enough"));
        dialled.pair().close(LinkFault.local("more than enough"));
        assertEquals(LinkFault.local("enough"), dialled.handler().closed());
        assertEquals(LinkFault.Kind.IO, accepted.handler().closed().kind());
        assertNull(dialled.pair().claim());
        dialled.pair().flush();
    }

    @Test
    void closingFromWithinTheHandlerIsReportedAfterwards() throws Exception {
        InetSocketAddress address = listen();
        CloseOnDatagram handler = new CloseOnDatagram(client);
        handlers.add(handler);
        handler.pair = fabric.connect(client.queue(), address, SETTINGS, ByteBuffer.wrap(HELLO), handler);
        handler.connected();
        Accepted accepted = accepted();
        send(handler.pair, HELLO);
        assertArrayEquals(HELLO, accepted.handler().datagram());
        send(accepted.pair(), HELLO);
        assertEquals(LinkFault.local("from within"), handler.closed());
        assertFalse(handler.closedWithin);
        assertEquals(LinkFault.Kind.IO, accepted.handler().closed().kind());
    }

    private static final class CloseOnDatagram extends RecordingHandler {
        private volatile QueuePair pair;
        private volatile boolean closedWithin;

        CloseOnDatagram(FabricWorker worker) {
            super(worker);
        }

        @Override
        public void received(ByteBuffer datagram) {
            super.received(datagram);
            pair.close(LinkFault.local("from within"));
            closedWithin = isClosed();
        }
    }

    @Test
    void queueThatEndsClosesItsQueuePairs() throws Exception {
        InetSocketAddress address = listen();
        FabricWorker worker = new FabricWorker(fabric, "brief");
        RecordingHandler handler = handler(worker);
        fabric.connect(worker.queue(), address, SETTINGS, ByteBuffer.wrap(HELLO), handler);
        handler.connected();
        Accepted accepted = accepted();
        worker.close();
        assertEquals(LinkFault.Kind.LOCAL, handler.closed().kind());
        assertEquals(LinkFault.Kind.IO, accepted.handler().closed().kind());
    }

    @Test
    void readCopiesThePeersMemory() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        int length = 5 << 20;
        TestRegion source = region(length);
        TestRegion target = region(length);
        MemorySegment.copy(pattern(length, 3), 0, source.bytes(), ValueLayout.JAVA_BYTE, 0, length);
        long key = dialled.pair().export(source);
        assertNotEquals(QueuePair.NO_KEY, key);
        assertEquals(key, dialled.pair().export(source));
        long remote = dialled.pair().remoteAddress(source, source.address() + 10);
        assertTrue(
                server.call(() -> accepted.pair().read(target, target.address() + 20, length - 30, remote, key, 77)));
        assertEquals(77, accepted.handler().transfer());
        assertEquals(-1, MemorySegment.mismatch(source.bytes(), 10, length - 20, target.bytes(), 20, length - 10));
    }

    @Test
    void asManyTransfersAsSettledAreUnderWay() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        int length = 4 << 20;
        TestRegion source = region(length);
        TestRegion target = region(length);
        long key = dialled.pair().export(source);
        long remote = dialled.pair().remoteAddress(source, source.address());
        int begun = server.call(() -> {
            int count = 0;
            while (accepted.pair().read(target, target.address(), length, remote, key, count)) {
                count++;
            }
            return count;
        });
        assertEquals(SETTINGS.transferDepth(), begun);
        for (int i = 0; i < begun; i++) {
            assertEquals(i, accepted.handler().transfer());
        }
    }

    @Test
    void readWithAForgedKeyClosesThisConnectionOnly() throws Exception {
        InetSocketAddress address = listen();
        Dialled dialled = dial(address);
        dialled.handler().connected();
        Accepted accepted = accepted();
        Dialled other = dial(address);
        other.handler().connected();
        Accepted otherAccepted = accepted();
        TestRegion source = region(4096);
        long key = dialled.pair().export(source);
        long remote = dialled.pair().remoteAddress(source, source.address());
        TestRegion target = region(4096);
        server.call(() -> accepted.pair().read(target, target.address(), 16, remote, key + 12345, 1));
        LinkFault fault = accepted.handler().closed();
        assertNotEquals(LinkFault.Kind.LOCAL, fault.kind());
        dialled.handler().closed();
        send(other.pair(), HELLO);
        assertArrayEquals(HELLO, otherAccepted.handler().datagram());
    }

    @Test
    void readBeyondTheRegionClosesTheConnection() throws Exception {
        Dialled dialled = dial(listen());
        dialled.handler().connected();
        Accepted accepted = accepted();
        TestRegion source = region(4096);
        TestRegion target = region(8192);
        long key = dialled.pair().export(source);
        long remote = dialled.pair().remoteAddress(source, source.address());
        server.call(() -> accepted.pair().read(target, target.address(), 16, remote + 4090, key, 1));
        assertNotEquals(LinkFault.Kind.LOCAL, accepted.handler().closed().kind());
    }

    @Test
    void oneWorkerServesManyConnections() throws Exception {
        InetSocketAddress address = listen();
        List<Dialled> dialled = new ArrayList<>();
        List<Accepted> ends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Dialled next = dial(address);
            next.handler().connected();
            dialled.add(next);
            ends.add(accepted());
        }
        for (int i = 0; i < 20; i++) {
            send(dialled.get(i).pair(), pattern(100, i));
        }
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(pattern(100, i), ends.get(i).handler().datagram());
        }
    }
}
