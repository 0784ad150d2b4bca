package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import messenger.api.BindException;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.conformance.wire.FakeEndpoint;
import messenger.conformance.wire.RecordingHandler;
import messenger.conformance.wire.RecordingMemory;
import messenger.conformance.wire.ScriptedCore;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.ConnectCodec;
import messenger.spi.Crc32c;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers should not do, over real sockets. */
@Timeout(60)
class BadInputTest {
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final RecordingMemory memory = new RecordingMemory(() -> 0, false);
    private SimpleMessenger messenger;

    @BeforeEach
    void start() {
        endpoint.memory = memory;
        endpoint.handlers = link -> {
            ScriptedCore core = new ScriptedCore(List.of("reply SEQ; seq 0"), Runnable::run, false);
            core.known.complete(link);
            return core;
        };
        messenger = new SimpleMessenger(endpoint, Settings.listening());
    }

    @AfterEach
    void stop() {
        messenger.close();
    }

    private Socket connect() throws IOException {
        EntityAddress address = messenger.addresses().getFirst();
        return new Socket(address.ip(), address.port());
    }

    private LinkFault fault() throws InterruptedException {
        RecordingHandler core = endpoint.accepted.poll(10, TimeUnit.SECONDS).handler();
        core.await("closed");
        return core.fault;
    }

    private static void assertEof(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // a reset is an end too
        }
    }

    /** A dialler's part of the handshake. */
    private static byte[] handshake() {
        ByteBuffer bytes = ByteBuffer.allocate(1024)
                .put(Handshake.diallerHello(EntityAddress.parse("tcp://127.0.0.1:0/1")))
                .put(ConnectCodec.encode(new Connect(-1L, EntityType.CLIENT, 1, 0, 24, AuthorizerData.NOTHING, false)))
                .put(Handshake.encodeSeq(0))
                .flip();
        byte[] result = new byte[bytes.remaining()];
        bytes.get(result);
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1,GET / HTT",
        "ceph v026_,ceph v026",
        "ceph v2..0123456789,speaks messenger v2",
    })
    void wrongBanner(String said, String named) throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
            LinkFault fault = fault();
            assertEquals(LinkFault.Kind.PROTOCOL, fault.kind());
            assertTrue(fault.text().contains(named), fault.text());
            assertTrue(fault.text().contains("127.0.0.1:" + socket.getLocalPort()), fault.text());
            assertEof(socket);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void garbage(long seed) throws Exception {
        try (Socket socket = connect()) {
            byte[] garbage = new byte[5_000];
            new Random(seed).nextBytes(garbage);
            OutputStream out = socket.getOutputStream();
            if (seed % 2 == 0) {
                out.write(handshake());
            }
            out.write(garbage);
            assertEquals(LinkFault.Kind.PROTOCOL, fault().kind());
            assertEof(socket);
        }
    }

    @ParameterizedTest
    @CsvSource({"22,front,front.max,16777216", "26,middle,middle.max,16777216", "30,data,data.max,134217728"})
    void claimOf4GiBIsRefusedWithoutMemory(int at, String section, String setting, long max) throws Exception {
        ByteBuffer header = ByteBuffer.allocate(53).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(at, -1);
        header.putInt(49, new Crc32c().of(header.array(), 0, 49));
        try (Socket socket = connect()) {
            socket.getOutputStream().write(handshake());
            socket.getOutputStream().write(FrameTag.MSG);
            socket.getOutputStream().write(header.array());
            LinkFault fault = fault();
            assertEquals(LinkFault.Kind.PROTOCOL, fault.kind());
            assertTrue(fault.text().contains("4294967295"), fault.text());
            assertTrue(fault.text().contains(Long.toString(max)), fault.text());
            assertTrue(fault.text().contains(setting) && fault.text().contains(section), fault.text());
            assertEquals(0, memory.allocated);
        }
    }

    @Test
    void claimedAuthorizerIsRefusedWithoutMemory() throws Exception {
        byte[] bytes = handshake();
        bytes[145 + 31] = 1;
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            LinkFault fault = fault();
            assertEquals(LinkFault.Kind.PROTOCOL, fault.kind());
            assertTrue(fault.text().contains("16777216") && fault.text().contains("authorizer.max"), fault.text());
        }
    }

    @Test
    void halfClosedConnectionIsClosed() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(handshake());
            socket.shutdownOutput();
            LinkFault fault = fault();
            assertEquals(LinkFault.Kind.IO, fault.kind());
            assertTrue(fault.text().contains("closed the connection"), fault.text());
            assertEof(socket);
        }
    }

    @Test
    void endWithinFrameNamesTheState() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("ceph".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertTrue(fault().text().contains("in state BANNER"));
        }
    }

    @Test
    void wrongNonceNamesBothAddresses() throws Exception {
        EntityAddress there = messenger.addresses().getFirst();
        RecordingHandler core = new RecordingHandler();
        FakeEndpoint other = new FakeEndpoint();
        try (SimpleMessenger dialling = new SimpleMessenger(other, Settings.dialling())) {
            dialling.dial(there.withNonce(1), core);
            core.await("closed");
            assertEquals(LinkFault.Kind.WRONG_PEER, core.fault.kind());
            assertTrue(core.fault.text().contains(there.toString()), core.fault.text());
            assertTrue(core.fault.text().contains(there.withNonce(1).toString()), core.fault.text());
        }
    }

    @Test
    void refusedConnectionNamesTheAddress() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        EntityAddress nobody = EntityAddress.parse("tcp://127.0.0.1:" + port);
        RecordingHandler core = new RecordingHandler();
        messenger.dial(nobody, core);
        assertEquals("closed REFUSED", core.next());
        assertTrue(core.fault.text().contains(nobody.toString()), core.fault.text());
    }

    @Test
    void partyWithoutPortIsRefused() throws Exception {
        RecordingHandler core = new RecordingHandler();
        messenger.dial(EntityAddress.parse("tcp://127.0.0.1:0/5"), core);
        assertEquals("closed REFUSED", core.next());
    }

    @Test
    void linkClosedBeforeItConnects() throws Exception {
        RecordingHandler core = new RecordingHandler();
        // TEST-NET-1 never answers
        var link = messenger.dial(EntityAddress.parse("tcp://192.0.2.1:6800"), core);
        link.close(LinkFault.local("changed my mind"));
        link.close(LinkFault.local("again"));
        core.await("closed");
        assertEquals("changed my mind", core.fault.text());
    }

    @Test
    void portInUseNamesAddressAndRemedy() {
        EntityAddress used = messenger.addresses().getFirst();
        var e = assertThrows(BindException.class, () -> messenger.bind(used, Set.of()));
        assertTrue(e.getMessage().contains(used.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("ss -ltnp"), e.getMessage());
    }

    @Test
    void messengerThatCannotBindLeavesNothing() {
        EntityAddress used = messenger.addresses().getFirst();
        FakeEndpoint other = new FakeEndpoint();
        SimpleSettings settings = Settings.builder().bind(used).build();
        assertThrows(BindException.class, () -> new SimpleMessenger(other, settings));
        assertTrue(other.detached);
    }
}
