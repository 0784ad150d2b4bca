package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.WireTap;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.spi.AddressCodec;
import messenger.spi.ConnectCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What taps see, on real sockets. */
class TapTest {
    private static final int TYPE = 4711;
    private static final int PERIOD = 1 << 16;
    private static final int BANNER_AND_ADDRESS = Handshake.BANNER_LENGTH + AddressCodec.LENGTH;

    private record Piece(boolean sent, int length) {}

    /** Bytes of one link by direction, as one side's tap reports them. */
    private static final class Seen implements WireTap {
        private final Map<Long, ByteArrayOutputStream> sent = new ConcurrentHashMap<>();
        private final Map<Long, ByteArrayOutputStream> received = new ConcurrentHashMap<>();
        private final BlockingQueue<Wire> closed = new LinkedBlockingQueue<>();
        private final List<Piece> pieces = new CopyOnWriteArrayList<>();
        private volatile Wire last;

        @Override
        public void bytes(Wire wire, boolean isSent, Instant time, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            last = wire;
            pieces.add(new Piece(isSent, copy.length));
            ByteArrayOutputStream to =
                    (isSent ? sent : received).computeIfAbsent(wire.id(), id -> new ByteArrayOutputStream());
            to.writeBytes(copy);
        }

        @Override
        public void closed(Wire wire, Instant time) {
            closed.add(wire);
        }

        byte[] sent() {
            return sent.get(last.id()).toByteArray();
        }

        byte[] received() {
            return received.get(last.id()).toByteArray();
        }
    }

    private final CoreRuntime runtime = CoreRuntime.create();
    private final CoreEndpoint server = endpoint("osd.0", Policy.statefulServer());
    private final CoreEndpoint client = endpoint("client.1", Policy.losslessClient());
    private final SimpleMessenger listening = new SimpleMessenger(server, Settings.listening());
    private final SimpleMessenger dialling = new SimpleMessenger(client, Settings.dialling());
    private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
    private Connection connection;

    TapTest() {
        server.addDispatcher(arrivals(), null, 0);
    }

    /** A tap that is opened before this sees all of the link. */
    private void connect() {
        connection =
                client.messenger().connect(EntityType.OSD, listening.addresses().getFirst());
    }

    private CoreEndpoint endpoint(String name, Policy policy) {
        return new CoreEndpoint(EndpointSettings.of(name).defaultPolicy(policy).build(), runtime);
    }

    private Dispatcher arrivals() {
        return message -> arrived.add(message);
    }

    @AfterEach
    void close() {
        dialling.close();
        listening.close();
        client.close();
        server.close();
        runtime.close();
    }

    /** Sends a message whose data cannot be mistaken for a header, and waits until it is acknowledged. */
    private void exchange(int data) throws Exception {
        byte[] bytes = new byte[data];
        for (int i = 0; i < data; i++) {
            bytes[i] = (byte) (i % PERIOD >>> 3);
        }
        connection
                .sendAcknowledged(Message.builder(TYPE)
                        .front(ByteBuffer.wrap("front".getBytes(StandardCharsets.UTF_8)))
                        .data(ByteBuffer.wrap(bytes))
                        .build())
                .get(30, TimeUnit.SECONDS);
        assertNotNull(arrived.poll(30, TimeUnit.SECONDS), "the message");
    }

    private static void awaitSame(Seen sender, Seen receiver) {
        await(() -> Arrays.equals(sender.sent(), receiver.received()));
        assertArrayEquals(sender.sent(), receiver.received());
    }

    /** What was acknowledged may still be on its way to the tap of its sender. */
    private void awaitAllSent(Seen seen) {
        await(() -> connection.state().link.bytesOut == seen.sent().length);
        assertEquals(connection.state().link.bytesOut, seen.sent().length);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void bothEndsSeeTheSameStreamFromItsFirstByte() throws Exception {
        Seen atClient = new Seen();
        Seen atServer = new Seen();
        client.messenger().tap(atClient);
        server.messenger().tap(atServer);
        connect();
        for (int data : new int[] {0, 100, FrameWriter.REFERENCE_SIZE, 3 << 20}) {
            exchange(data);
        }
        awaitSame(atClient, atServer);
        awaitSame(atServer, atClient);
        assertEquals("ceph v027", new String(atClient.sent(), 0, 9, StandardCharsets.US_ASCII));
        assertEquals("ceph v027", new String(atServer.sent(), 0, 9, StandardCharsets.US_ASCII));
        var link = connection.state().link;
        awaitAllSent(atClient);
        assertEquals(link.bytesIn, atClient.received().length);
        assertTrue(atClient.last.dialled());
        assertFalse(atServer.last.dialled());
        assertEquals(server.messenger().address(), atClient.last.peer());
        assertEquals(atServer.last.local(), atClient.last.remote());
    }

    @Test
    void aLateTapSeesTheHandshakeAndWholeFrames() throws Exception {
        Seen early = new Seen();
        client.messenger().tap(early);
        connect();
        exchange(1 << 20);
        awaitAllSent(early);
        int before = early.sent().length;
        Seen lateAtClient = new Seen();
        Seen lateAtServer = new Seen();
        client.messenger().tap(lateAtClient);
        server.messenger().tap(lateAtServer);
        // both are open once they have seen the handshake
        await(() -> lateAtClient.last != null && lateAtServer.last != null);
        exchange(1000);
        exchange(2 << 20);
        awaitAllSent(early);
        byte[] all = early.sent();
        assertHandshakeAndEnd(all, before, lateAtClient::sent);
        assertHandshakeAndEnd(all, before, lateAtServer::received);
    }

    /** What a late tap saw is the beginning of the stream, up to its first frame, and then what came after the tap. */
    private static void assertHandshakeAndEnd(byte[] all, int before, Supplier<byte[]> seen) {
        int least = BANNER_AND_ADDRESS + ConnectCodec.CONNECT_LENGTH + Handshake.SEQ_LENGTH;
        int messages = 1000 + (2 << 20);
        await(() -> {
            byte[] late = seen.get();
            int handshake = Arrays.mismatch(late, all);
            return handshake >= least
                    && late.length - handshake > messages
                    && all.length - (late.length - handshake) >= before
                    && Arrays.equals(
                            late, handshake, late.length, all, all.length - (late.length - handshake), all.length);
        });
        byte[] late = seen.get();
        int handshake = Arrays.mismatch(late, all);
        assertTrue(handshake >= least, "bytes of the handshake: " + handshake);
        assertArrayEquals(
                Arrays.copyOfRange(all, all.length - (late.length - handshake), all.length),
                Arrays.copyOfRange(late, handshake, late.length));
    }

    @Test
    void questionsComeBeforeTheirAnswersOnBothSides() throws Exception {
        connect();
        exchange(10);
        Seen atClient = new Seen();
        Seen atServer = new Seen();
        client.messenger().tap(atClient);
        server.messenger().tap(atServer);
        int question = BANNER_AND_ADDRESS + ConnectCodec.CONNECT_LENGTH;
        await(() -> beforeTheReply(atClient, false) >= question && beforeTheReply(atServer, true) >= question);
        assertTrue(beforeTheReply(atClient, false) >= question, "sent before the reply: " + atClient.pieces);
        assertTrue(beforeTheReply(atServer, true) >= question, "received before the reply: " + atServer.pieces);
    }

    /** Bytes that the dialler has said before the acceptor says more than its hello. */
    private static int beforeTheReply(Seen seen, boolean acceptor) {
        int hello = BANNER_AND_ADDRESS + AddressCodec.LENGTH;
        int byDialler = 0;
        int byAcceptor = 0;
        for (Piece piece : seen.pieces) {
            if (piece.sent() != acceptor) {
                byDialler += piece.length();
            } else if (byAcceptor >= hello) {
                return byDialler;
            } else {
                byAcceptor += piece.length();
            }
        }
        return byDialler;
    }

    @Test
    void aTapOfTheOtherTransportsMessengerSeesTheSame() throws Exception {
        Seen all = new Seen();
        Seen typed = new Seen();
        client.messenger().tap(all);
        dialling.messenger().tap(typed);
        connect();
        exchange(10);
        awaitAllSent(all);
        awaitAllSent(typed);
        assertArrayEquals(all.sent(), typed.sent());
    }

    @Test
    void aTapThatFailsHarmsNobody() throws Exception {
        Seen other = new Seen();
        WireTap failing = (wire, sent, time, bytes) -> {
            throw new IllegalStateException("on purpose");
        };
        client.messenger().tap(failing);
        client.messenger().tap(other);
        connect();
        exchange(10);
        exchange(10);
        assertEquals(0, connection.state().reconnects);
        awaitAllSent(other);
    }

    @Test
    void aTapWithoutItsClassesHarmsNobody() throws Exception {
        client.messenger().tap((wire, sent, time, bytes) -> {
            throw new NoClassDefFoundError("on purpose");
        });
        connect();
        exchange(10);
        exchange(100_000);
        assertEquals(0, connection.state().reconnects);
    }

    @Test
    void aClosedTapSeesNothingMore() throws Exception {
        Seen seen = new Seen();
        client.messenger().tap(seen);
        client.messenger().tap(seen);
        connect();
        exchange(10);
        awaitAllSent(seen);
        client.messenger().untap(seen);
        // the first may be answered in the turn before the one in which the thread closes the tap
        connection.keepalive().get(30, TimeUnit.SECONDS);
        connection.keepalive().get(30, TimeUnit.SECONDS);
        int before = seen.sent().length;
        exchange(10);
        connection.keepalive().get(30, TimeUnit.SECONDS);
        assertEquals(before, seen.sent().length);
    }

    @Test
    void theEndOfALinkIsReportedOnce() throws Exception {
        Seen seen = new Seen();
        client.messenger().tap(seen);
        connect();
        exchange(10);
        long id = seen.last.id();
        connection.markDown();
        WireTap.Wire closed = seen.closed.poll(30, TimeUnit.SECONDS);
        assertNotNull(closed, "the end");
        assertEquals(id, closed.id());
        assertTrue(seen.closed.isEmpty());
    }
}
