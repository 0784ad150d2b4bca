package messenger.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageBuffer;
import messenger.api.Messenger;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.CoreRuntime;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Registered buffers, and how long the content of a received message is there. */
public interface MemoryTests extends ConformanceTests {
    List<Integer> LENGTHS = List.of(64, 4096, 16_384, 65_537, 1 << 20, 8 << 20);

    /** A numbered message from a buffer that is closed as soon as it was accepted. */
    private static SendResult sendAndClose(Messenger messenger, Connection to, int number, int length)
            throws InterruptedException {
        try (MessageBuffer buffer = messenger.buffer(length)) {
            ByteBuffer bytes = buffer.bytes();
            bytes.put(Content.pattern(number, length)).flip();
            return to.send(Content.builder(number).data(bytes).build());
        }
    }

    /** Takes memory like that which has just been given up, and writes over it. */
    private static void overwrite(Messenger messenger, int length) {
        List<MessageBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            MessageBuffer buffer = messenger.buffer(length);
            buffer.bytes().put(Content.pattern(-1 - i, length));
            taken.add(buffer);
        }
        taken.forEach(MessageBuffer::close);
    }

    private static void expect(Party party, int number, int length) {
        Message received = party.probe().message();
        Assertions.assertEquals(number, Content.number(received));
        Content.assertPattern(number, length, received.data(), "data of message " + number);
    }

    /** Readable with the bytes that it had, or not readable. */
    private static void expectOwnBytesOrNone(int number, int length, ByteBuffer late) {
        try {
            Content.assertPattern(number, length, late, "content that was given up");
        } catch (IllegalStateException e) {
            Assertions.assertNotNull(e);
        }
    }

    @Test
    default void bufferThatIsClosedAfterSendArrivesIntact(Rig rig) throws Exception {
        Pair pair = Pair.lossless(rig);
        Messenger client = pair.client().messenger();
        for (int number = 0; number < LENGTHS.size(); number++) {
            Pair.accepted(sendAndClose(client, pair.toServer(), number, LENGTHS.get(number)));
            overwrite(client, LENGTHS.get(number));
        }
        for (int number = 0; number < LENGTHS.size(); number++) {
            expect(pair.server(), number, LENGTHS.get(number));
        }
    }

    @Test
    default void bufferThatIsClosedAfterSendArrivesIntactOnALossySession(Rig rig) throws Exception {
        Pair pair = Pair.lossy(rig);
        Messenger client = pair.client().messenger();
        for (int number = 0; number < LENGTHS.size(); number++) {
            Pair.accepted(sendAndClose(client, pair.toServer(), number, LENGTHS.get(number)));
            overwrite(client, LENGTHS.get(number));
        }
        for (int number = 0; number < LENGTHS.size(); number++) {
            expect(pair.server(), number, LENGTHS.get(number));
        }
    }

    @Test
    default void bufferThatWasClosedIsNotSent(Rig rig) {
        Pair pair = Pair.lossless(rig);
        MessageBuffer buffer = pair.client().messenger().buffer(100_000);
        Message message = Content.builder(1).data(buffer.bytes()).build();
        boolean registered = buffer.isRegistered();
        buffer.close();
        Assertions.assertThrows(IllegalStateException.class, buffer::bytes);
        if (registered) {
            Assertions.assertThrows(
                    IllegalStateException.class, () -> pair.toServer().trySend(message));
        }
        pair.exchange(2);
    }

    @Test
    default void cutsLoseNothingThatWasSentFromBuffers(Rig rig) throws Exception {
        Pair pair = Pair.lossless(rig);
        int count = 60;
        for (int number = 0; number < count; number++) {
            Pair.accepted(sendAndClose(pair.client().messenger(), pair.toServer(), number, 300_000));
            if (number % 20 == 10) {
                pair.cut();
            }
        }
        for (int number = 0; number < count; number++) {
            expect(pair.server(), number, 300_000);
        }
    }

    @Test
    default void whatIsDroppedGivesItsMemoryBack(Rig rig) throws Exception {
        Party client = rig.client("client.1", Policy.losslessClient());
        Connection nobody = client.messenger().connect(client.type(), rig.deadAddress());
        long ofTransports = rig.runtime().memory().state().leases;
        for (int number = 0; number < 10; number++) {
            Pair.accepted(sendAndClose(client.messenger(), nobody, number, 100_000));
        }
        Assertions.assertTrue(
                rig.runtime().memory().state().leases >= ofTransports + 10, "unsent messages keep their memory");
        nobody.markDown();
        Await.until("memory to be given back", () -> rig.runtime().memory().state().leases == ofTransports);
    }

    @Test
    default void receivedContentIsForwardedWithoutRetaining(Rig rig) {
        Pair pair = Pair.of(rig, Policy.losslessClient(), Policy.losslessPeer());
        Party sink = rig.server("osd.1", Policy.losslessPeer());
        Connection onwards = pair.server().connect(sink);
        pair.server()
                .probe()
                .onMessage(message ->
                        Pair.accepted(onwards.trySend(Message.copyOf(message).build())));
        for (int number = 0; number < LENGTHS.size(); number++) {
            Pair.accepted(pair.toServer().trySend(Content.numbered(number, LENGTHS.get(number))));
        }
        for (int number = 0; number < LENGTHS.size(); number++) {
            expect(sink, number, LENGTHS.get(number));
        }
    }

    @Test
    default void contentThatIsSentBackIsTheSame(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.server()
                .probe()
                .onMessage(request -> Pair.accepted(request.connection()
                        .sendReply(
                                request,
                                Content.builder(Content.number(request))
                                        .data(request.data())
                                        .build())));
        for (int number = 0; number < LENGTHS.size(); number++) {
            Message reply = Await.get(
                    pair.toServer().request(Content.numbered(number, LENGTHS.get(number)), Await.LIMIT),
                    "request " + number);
            Content.assertPattern(number, LENGTHS.get(number), reply.data(), "data that was sent back");
        }
    }

    @Test
    default void retainedContentStaysUntilItIsReleased(Rig rig) {
        Pair pair = Pair.lossless(rig);
        List<Message> held = new ArrayList<>();
        pair.server().probe().onMessage(message -> {
            message.retain();
            held.add(message);
        });
        for (int number = 0; number < 10; number++) {
            Pair.accepted(pair.toServer().trySend(Content.numbered(number, 200_000)));
        }
        pair.server().probe().expectNumbers(0, 10);
        pair.server().settle();
        overwrite(pair.server().messenger(), 200_000);
        for (int number = 0; number < 10; number++) {
            Message kept = held.get(number);
            Content.assertPattern(number, 200_000, kept.data(), "data that was retained");
            ByteBuffer view = kept.data();
            kept.release();
            overwrite(pair.server().messenger(), 200_000);
            expectOwnBytesOrNone(number, 200_000, view);
        }
    }

    @Test
    default void contentThatIsNotRetainedIsNeverThatOfAnother(Rig rig) {
        Pair pair = Pair.lossless(rig);
        List<ByteBuffer> views = new ArrayList<>();
        List<Message> given = new ArrayList<>();
        pair.server().probe().onMessage(message -> {
            views.add(message.data());
            given.add(message);
        });
        int count = 200;
        Future<?> sending = Traffic.start(pair.toServer(), count, number -> 40_000);
        pair.server().probe().expectNumbers(0, count);
        Await.get(sending, "sending");
        pair.server().settle();
        for (int number = 0; number < count; number++) {
            int expected = number;
            expectOwnBytesOrNone(number, 40_000, views.get(number));
            try {
                Content.assertPattern(expected, 40_000, given.get(number).data(), "data of message " + number);
            } catch (IllegalStateException e) {
                Assertions.assertTrue(e.getMessage().contains("retain()"), e.getMessage());
            }
        }
    }

    @Test
    default void replyMayFillTheRoomThatWasMadeForItOrNot(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.server()
                .probe()
                .onMessage(request -> Pair.accepted(
                        request.connection().sendReply(request, Content.numbered(7, (int) request.tid()))));
        List<Message> replies = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (int room : new int[] {0, 20_000, 300_000, 4 << 20}) {
            for (int length : new int[] {1, 20_000, 300_000, 5_000_000}) {
                Message request = Content.builder(7).tid(length).replyRoom(room).build();
                replies.add(Await.get(
                        pair.toServer().request(request, Await.LIMIT),
                        "a reply of " + length + " with room for " + room));
                lengths.add(length);
            }
        }
        for (int i = 0; i < replies.size(); i++) {
            Content.assertPattern(7, lengths.get(i), replies.get(i).data(), "data of reply " + i);
        }
    }

    @Test
    default void messagesBeyondThePoolArriveToo(Rig rig) {
        CoreRuntime small = rig.keep(CoreRuntime.create(new RealTimers(), 1L << 30, 8 << 20));
        Party server = rig.open(Rig.settings("osd.0", Policy.statefulServer()), small, List.of(rig.anyPort()));
        Pair pair = Pair.open(rig.client("client.1", Policy.losslessClient()), server);
        ConcurrentLinkedQueue<Message> held = new ConcurrentLinkedQueue<>();
        server.probe().onMessage(message -> {
            message.retain();
            held.add(message);
        });
        int count = 300;
        Future<?> sending = Traffic.start(pair.toServer(), count, number -> 60_000 + number * 100);
        server.probe().expectNumbers(0, count);
        Await.get(sending, "sending");
        server.settle();
        int number = 0;
        for (Message kept : held) {
            Content.assertPattern(number, 60_000 + number * 100, kept.data(), "data of message " + number);
            number++;
        }
        Assertions.assertEquals(count, number);
        Assertions.assertTrue(small.memory().state().mapped <= 8 << 20, "the pool keeps to its bound");
    }

    @Test
    default void manyMessagesLeaveMemoryFlat(Rig rig) throws Exception {
        new MemoryRun(rig).run();
    }
}
