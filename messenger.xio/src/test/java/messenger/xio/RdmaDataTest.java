package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageBuffer;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.CoreRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large data of messages and replies, which devices copy by one-sided transfers. */
@Tag("rdma")
@Timeout(300)
class RdmaDataTest {
    private static final int LARGE = 64 << 20;
    private static final int REPLY = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("messenger.wait.seconds", 30));

    private final CoreRuntime runtime = CoreRuntime.create();
    private RdmaParty server;
    private RdmaParty client;

    private Connection open(String host) {
        server = RdmaParty.listening(
                runtime, RdmaParty.settings("osd.0", Policy.statefulServer()), RdmaParty.transport(), host);
        client = RdmaParty.dialling(
                runtime, RdmaParty.settings("client.1", Policy.losslessClient()), RdmaParty.transport());
        return client.connect(server);
    }

    @AfterEach
    void end() {
        if (client != null) {
            client.close();
        }
        server.close();
        // replies that were read are the garbage collector's
        Waiting.until(
                "registered memory to be given back by devices and holders",
                () -> {
                    System.gc();
                    return runtime.memory().state().leases == 0;
                },
                () -> runtime.memory().state().toString());
        runtime.close();
    }

    private static void fill(ByteBuffer data, int seed) {
        for (int at = 0; at < data.limit(); at += Long.BYTES) {
            data.putLong(at, (at + (long) seed) * 0x9e37_79b9_7f4a_7c15L);
        }
    }

    private static ByteBuffer pattern(int length, int seed) {
        ByteBuffer data = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(data, seed);
        return data;
    }

    /** Where what the server is given differs from what it should be, -1 for nowhere. */
    private BlockingQueue<Integer> differences() {
        BlockingQueue<Integer> differences = new LinkedBlockingQueue<>();
        server.onMessage(
                message -> differences.add(message.data().mismatch(pattern(LARGE, RdmaParty.number(message)))));
        return differences;
    }

    private static void assertSame(BlockingQueue<Integer> differences) throws InterruptedException {
        Integer difference = differences.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(-1, difference, "first byte that differs");
    }

    @ParameterizedTest
    @ValueSource(strings = {RdmaUnderTest.RXE, RdmaUnderTest.SIW})
    void sixtyFourMebibytesInRegisteredMemoryAreReadByTheReceiversDevice(String host) throws Exception {
        Connection toServer = open(host);
        BlockingQueue<Integer> differences = differences();
        try (MessageBuffer buffer = client.messenger().buffer(LARGE)) {
            assertTrue(buffer.isRegistered());
            fill(buffer.bytes(), 1);
            assertEquals(
                    SendResult.ACCEPTED,
                    toServer.trySend(RdmaParty.numbered(1).data(buffer.bytes()).build()));
        }
        assertSame(differences);
        assertEquals(LARGE, server.fabric().read());
    }

    @ParameterizedTest
    @ValueSource(strings = {RdmaUnderTest.RXE, RdmaUnderTest.SIW})
    void sixtyFourMebibytesOnTheHeapArrive(String host) throws Exception {
        Connection toServer = open(host);
        BlockingQueue<Integer> differences = differences();
        for (int number = 2; number < 4; number++) {
            assertEquals(
                    SendResult.ACCEPTED,
                    toServer.send(
                            RdmaParty.numbered(number)
                                    .data(pattern(LARGE, number))
                                    .build(),
                            PATIENCE));
        }
        assertSame(differences);
        assertSame(differences);
    }

    @ParameterizedTest
    @CsvSource({
        RdmaUnderTest.RXE + ", true",
        RdmaUnderTest.RXE + ", false",
        RdmaUnderTest.SIW + ", true",
        RdmaUnderTest.SIW + ", false"
    })
    void replyIsWrittenIntoTheRoomThatItsRequestBrought(String host, boolean pooled) throws Exception {
        Connection toServer = open(host);
        server.onMessage(request -> {
            if (pooled) {
                try (MessageBuffer buffer = server.messenger().buffer(REPLY)) {
                    fill(buffer.bytes(), RdmaParty.number(request));
                    reply(request, buffer.bytes());
                }
            } else {
                reply(request, pattern(REPLY, RdmaParty.number(request)));
            }
        });
        for (int number = 0; number < 20; number++) {
            CompletableFuture<Message> reply =
                    toServer.request(RdmaParty.numbered(number).replyRoom(REPLY).build(), PATIENCE);
            ByteBuffer data = reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).data();
            assertEquals(-1, data.mismatch(pattern(REPLY, number)), "first byte that differs of reply " + number);
        }
        assertEquals(20L * REPLY, server.fabric().written());
        assertEquals(0, client.fabric().read());
    }

    private static void reply(Message request, ByteBuffer data) {
        assertEquals(
                SendResult.ACCEPTED,
                request.connection()
                        .sendReply(
                                request,
                                RdmaParty.numbered(RdmaParty.number(request))
                                        .data(data)
                                        .build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {RdmaUnderTest.RXE, RdmaUnderTest.SIW})
    void replyThatIsLargerThanTheRoomIsReadInstead(String host) throws Exception {
        Connection toServer = open(host);
        server.onMessage(request -> reply(request, pattern(REPLY, 5)));
        Message reply = toServer.request(
                        RdmaParty.numbered(5).replyRoom(REPLY - 1).build(), PATIENCE)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(-1, reply.data().mismatch(pattern(REPLY, 5)), "first byte that differs");
        assertEquals(0, server.fabric().written());
        assertEquals(REPLY, client.fabric().read());
    }
}
