package messenger.conformance;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import messenger.api.EntityName;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.MessageTimes;
import messenger.api.Policy;
import messenger.api.Priority;
import messenger.api.Sections;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Messages arrive as they were sent: sections of all sizes, header fields, order. */
public interface ExchangeTests extends ConformanceTests {
    @Test
    default void pingGoesBothWays(Rig rig) {
        Pair pair = Pair.lossless(rig);
        Assertions.assertTrue(pair.toServer().isConnected());
        Assertions.assertTrue(pair.toClient().isConnected());
        for (int round = 0; round < 10; round++) {
            pair.exchange(round);
        }
    }

    @Test
    default void sectionsOfAllSizesArrive(Rig rig) {
        Pair pair = Pair.lossless(rig);
        List<List<Integer>> lengths = List.of(
                List.of(0, 0, 0),
                List.of(1, 0, 0),
                List.of(0, 1, 0),
                List.of(0, 0, 1),
                List.of(4095, 4096, 4097),
                List.of(900 * 1024, 0, 0),
                List.of(64, 0, 780 * 1024),
                List.of(1, 300 * 1024, 1),
                List.of(17, 5, 4 << 20));
        for (List<Integer> length : lengths) {
            Message message = Message.builder(7)
                    .front(Content.pattern(1, length.get(0)))
                    .middle(Content.pattern(2, length.get(1)))
                    .data(Content.pattern(3, length.get(2)))
                    .build();
            Pair.accepted(pair.toServer().trySend(message));
            Message there = pair.server().probe().message();
            assertSections(length, there);
            // back again: what was received can be sent
            Pair.accepted(pair.toClient().trySend(Message.copyOf(there).build()));
            assertSections(length, pair.client().probe().message());
        }
        Assertions.assertEquals(0, pair.toServer().state().reconnects, "reconnects");
    }

    private static void assertSections(List<Integer> length, Message received) {
        Content.assertPattern(1, length.get(0), received.front(), "front of " + length);
        Content.assertPattern(2, length.get(1), received.middle(), "middle of " + length);
        Content.assertPattern(3, length.get(2), received.data(), "data of " + length);
        Assertions.assertTrue(received.front().isReadOnly() && received.data().isReadOnly(), "sections are read-only");
    }

    @Test
    default void directAndSlicedBuffersAreSentFromPositionToLimit(Rig rig) {
        Pair pair = Pair.lossless(rig);
        ByteBuffer direct = ByteBuffer.allocateDirect(1000).put(100, Content.pattern(5, 700), 0, 700);
        ByteBuffer data = direct.position(100).limit(800);
        Pair.accepted(pair.toServer()
                .trySend(Message.builder(7)
                        .sections(Sections.of(Content.pattern(4, 50).position(10), data))
                        .build()));
        Message received = pair.server().probe().message();
        Assertions.assertEquals(40, received.front().remaining(), "bytes of front");
        Assertions.assertEquals(Content.pattern(4, 50).position(10), received.front());
        Content.assertPattern(5, 700, received.data(), "data");
        Assertions.assertEquals(100, data.position(), "position of the sent buffer");
    }

    @Test
    default void headerFieldsArrive(Rig rig) {
        Pair pair = Pair.lossless(rig);
        EntityName other = EntityName.parse("mds.77");
        Pair.accepted(pair.toServer()
                .trySend(Message.builder(0xffff)
                        .priority(Priority.HIGH)
                        .tid(0x8000_0000_0000_0001L)
                        .version(9, 3)
                        .dataOffset(0xfff1)
                        .source(other)
                        .data(Content.pattern(1, 3))
                        .build()));
        MessageHeader header = pair.server().probe().message().header();
        Assertions.assertEquals(0xffff, header.type(), "type");
        Assertions.assertEquals(Priority.HIGH, header.priority(), "priority");
        Assertions.assertEquals(0x8000_0000_0000_0001L, header.tid(), "tid");
        Assertions.assertEquals(9, header.version(), "version");
        Assertions.assertEquals(3, header.compatVersion(), "compat version");
        Assertions.assertEquals(0xfff1, header.dataOffset(), "data offset");
        Assertions.assertEquals(other, header.source(), "source");
    }

    @Test
    default void whatIsLeftOutIsFilledIn(Rig rig) {
        Pair pair = Pair.of(
                rig,
                Rig.settings("client.1", Policy.losslessClient()).defaultPriority(140),
                Rig.settings("osd.0", Policy.statefulServer()));
        Pair.accepted(pair.toServer().trySend(Message.builder(7).version(4, 0).build()));
        MessageHeader header = pair.server().probe().message().header();
        Assertions.assertEquals(140, header.priority(), "the endpoint's default priority");
        Assertions.assertEquals(0, header.tid(), "tid");
        Assertions.assertEquals(4, header.compatVersion(), "compat version that was not set is the version");
        Assertions.assertEquals(EntityName.parse("client.1"), header.source(), "source");
    }

    @Test
    default void receivedMessageKnowsConnectionAndTimes(Rig rig) {
        Pair pair = Pair.lossless(rig);
        Pair.accepted(pair.toServer().trySend(Content.numbered(1)));
        Message received = pair.server().probe().message();
        Assertions.assertSame(pair.toClient(), received.connection());
        Await.until("the message to be done with", () -> received.times().completed() != 0);
        MessageTimes times = received.times();
        Assertions.assertTrue(
                times.received() != 0
                        && times.received() - times.dispatched() <= 0
                        && times.dispatched() - times.completed() <= 0,
                () -> "times in order: " + times);
        Assertions.assertThrows(
                IllegalStateException.class, () -> Content.numbered(1).connection());
    }

    @Test
    default void orderIsKeptBothWays(Rig rig) {
        int count = 2000;
        Pair pair = Pair.lossless(rig);
        Future<?> there = Traffic.start(pair.toServer(), count, number -> number % 7 * 1000);
        Future<?> back = Traffic.start(pair.toClient(), count, number -> number % 5 * 1000);
        long firstSeq = 2;
        for (int number = 0; number < count; number++) {
            Message message = pair.server().probe().message();
            Assertions.assertEquals(number, Content.number(message), "number");
            Assertions.assertEquals(firstSeq + number, message.header().seq(), "seq");
            Content.assertPattern(number, number % 7 * 1000, message.data(), "data of message " + number);
        }
        pair.client().probe().expectNumbers(0, count);
        Await.get(there, "sending to the server");
        Await.get(back, "sending to the client");
        pair.settle();
        pair.server().probe().expectNothingMore();
        pair.client().probe().expectNothingMore();
    }

    @Test
    default void oneMessageCanBeSentToSeveral(Rig rig) {
        Party first = rig.server("osd.0", Policy.statefulServer());
        Party second = rig.server("osd.1", Policy.statefulServer());
        Party client = rig.client("client.1", Policy.losslessClient());
        Message message = Content.numbered(5, 10_000);
        for (int round = 0; round < 3; round++) {
            Pair.accepted(client.connect(first).trySend(message));
            Pair.accepted(client.connect(second).trySend(message));
        }
        for (Party server : List.of(first, second)) {
            for (int round = 0; round < 3; round++) {
                Message received = server.probe().message();
                Assertions.assertEquals(5, Content.number(received));
                Assertions.assertEquals(round + 1, received.header().seq(), "seq");
                Content.assertPattern(5, 10_000, received.data(), "data");
            }
        }
    }
}
