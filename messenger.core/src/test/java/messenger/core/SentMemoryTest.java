package messenger.core;

import static messenger.core.Conversation.LOW;
import static messenger.core.Conversation.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import messenger.api.Message;
import messenger.api.MessageBuffer;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.api.Policy;
import messenger.api.ReplyHook;
import messenger.api.Sections;
import messenger.api.SendResult;
import messenger.core.memory.MemoryPool;
import messenger.spi.IncomingMessage;
import messenger.spi.MemoryLease;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Messages that are sent from pooled memory: the session holds it until it forgets the message. */
class SentMemoryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessClient());

    private MemoryPool pool = talk.runtime().memory();
    private ScriptedLink link = talk.opened(LOW);

    private Messenger messenger() {
        return talk.endpoint().messenger();
    }

    /** A message whose data lies in a buffer that was closed after {@code sent} had it. */
    private SendResult sendFromABuffer(String text) {
        try (MessageBuffer buffer = messenger().buffer(50_000)) {
            assertTrue(buffer.isRegistered());
            return talk.connection().trySend(withData(text, buffer.bytes()));
        }
    }

    private static Message withData(String text, ByteBuffer data) {
        return Message.builder(1)
                .sections(Sections.of(Handshakes.bytes(text), data))
                .build();
    }

    private void expectLeases(int expected) {
        assertEquals(expected, pool.state().leases, "leases");
    }

    @Test
    void memoryIsHeldUntilThePeerHasTheMessage() {
        sendFromABuffer("a");
        sendFromABuffer("b");
        link.expect("message 1 a", "message 2 b");
        expectLeases(2);
        link.acks(1);
        expectLeases(1);
        link.acks(2);
        expectLeases(0);
    }

    @Test
    void memoryIsHeldOverReconnects() {
        sendFromABuffer("a");
        link.fails();
        expectLeases(1);
        ScriptedLink next = talk.dialled().identifies(LOW).replies(ReplyTag.SEQ, 1, 3);
        next.tellsSeq(0).expect("connect gs=2 cs=2", "seq 0", "message 1 a");
        expectLeases(1);
        next.fails();
        talk.advance(SECOND);
        talk.dialled().identifies(LOW).replies(ReplyTag.SEQ, 1, 5).tellsSeq(1);
        expectLeases(0);
    }

    @Test
    void lossySessionGivesMemoryUpOnceTheLinkHasTakenTheMessage() {
        talk = talk.insteadWith(Policy.lossyClient());
        pool = talk.runtime().memory();
        talk.connectTo(LOW);
        link = talk.dialled().identifies(LOW);
        sendFromABuffer("early");
        expectLeases(1);
        link.replies(Handshakes.lossyReply(ReplyTag.READY, 1, 1));
        expectLeases(0);
        link.full(true);
        sendFromABuffer("waits");
        expectLeases(1);
        link.fails();
        expectLeases(0);
        assertEquals(SendResult.CLOSED, sendFromABuffer("late"));
        expectLeases(0);
    }

    @Test
    void endOfTheSessionGivesMemoryUp() {
        sendFromABuffer("sent");
        link.full(true);
        sendFromABuffer("waits");
        expectLeases(2);
        talk.connection().markDown();
        expectLeases(0);
        sendFromABuffer("late");
        expectLeases(0);
    }

    @Test
    void remoteResetGivesMemoryUp() {
        sendFromABuffer("sent");
        link.fails();
        talk.dialled().identifies(LOW).replies(ReplyTag.RESETSESSION, 1, 0);
        expectLeases(0);
    }

    @Test
    void messageThatIsNotAcceptedHoldsNothing() {
        talk = talk.insteadWith(Policy.losslessClient(), settings -> settings.storeMessages(1));
        pool = talk.runtime().memory();
        link = talk.opened(LOW);
        assertEquals(SendResult.ACCEPTED, sendFromABuffer("fills the store"));
        assertEquals(SendResult.BACK_PRESSURED, sendFromABuffer("too much"));
        expectLeases(1);
        try (MessageBuffer buffer = messenger().buffer(10)) {
            Message request = Message.builder(1).tid(5).data(buffer.bytes()).build();
            talk.connection().request(request, SECOND);
            talk.connection().request(request, SECOND);
            talk.connection().sendAcknowledged(request);
        }
        expectLeases(1);
        link.acks(1);
        expectLeases(0);
    }

    @Test
    void requestWithAnIdThatIsTakenHoldsNothing() {
        Message first = Message.builder(1).tid(5).build();
        talk.connection().request(first, SECOND);
        try (MessageBuffer buffer = messenger().buffer(10)) {
            Message second = Message.builder(1).tid(5).data(buffer.bytes()).build();
            assertThrows(IllegalArgumentException.class, () -> talk.connection().request(second, SECOND));
        }
        expectLeases(0);
    }

    @Test
    void bufferThatWasClosedBeforeIsNotSent() {
        MessageBuffer buffer = messenger().buffer(10);
        MessageBuffer other = messenger().buffer(10);
        Message message = Message.builder(1)
                .sections(new Sections(other.bytes(), other.bytes(), buffer.bytes()))
                .build();
        buffer.close();
        assertThrows(IllegalStateException.class, () -> talk.connection().trySend(message));
        other.close();
        expectLeases(0);
        link.expectNothing();
    }

    @Test
    void allSectionsMayLieInPooledMemory() {
        try (MessageBuffer buffer = messenger().buffer(30)) {
            ByteBuffer bytes = buffer.bytes();
            bytes.put(Handshakes.bytes("front"));
            talk.connection()
                    .trySend(Message.builder(1)
                            .sections(new Sections(bytes.slice(0, 5), bytes.slice(5, 5), bytes.slice(10, 20)))
                            .build());
        }
        link.expect("message 1 front");
        expectLeases(1);
        link.acks(1);
        expectLeases(0);
    }

    @Test
    void forwardedContentIsHeldBeyondItsRelease() {
        talk.log()
                .onMessage(received ->
                        talk.connection().trySend(Message.copyOf(received).build()));
        IncomingMessage plain = Handshakes.message(1, 0, "forward");
        MemoryLease lease = pool.lease(50_000);
        Sections sections = Sections.of(plain.sections().front(), lease.bytes());
        link.sends(new IncomingMessage(plain.header(), sections, null, lease));
        talk.expectEvents("forward");
        link.expect("message 1 forward", "ack 1");
        expectLeases(1);
        link.acks(1);
        expectLeases(0);
    }

    @Test
    void messageToOneselfIsHeldUntilItsDispatch() {
        List<Long> marks = new ArrayList<>();
        talk.log()
                .onMessage(received ->
                        marks.add(received.data().order(ByteOrder.LITTLE_ENDIAN).getLong(0)));
        try (MessageBuffer buffer = messenger().buffer(50_000)) {
            buffer.bytes().putLong(0, 77);
            messenger().loopback().trySend(withData("to myself", buffer.bytes()));
        }
        talk.expectEvents("to myself");
        assertEquals(List.of(77L), marks);
        expectLeases(0);
    }

    @Test
    void linkIsToldOfTheLeaseAndOfTheRoomForTheReply() {
        try (MessageBuffer buffer = messenger().buffer(10)) {
            talk.connection()
                    .request(
                            Message.builder(1)
                                    .tid(5)
                                    .data(buffer.bytes())
                                    .replyRoom(1234)
                                    .build(),
                            SECOND);
            talk.connection().trySend(message("plain"));
            assertEquals(1234, link.offered().get(0).replyRoom());
            assertEquals(pool.leaseOf(buffer.bytes()), link.offered().get(0).dataLease());
            assertEquals(0, link.offered().get(1).replyRoom());
            assertTrue(link.offered().get(1).leases().isEmpty());
        }
        link.acks(1);
        assertThrows(IllegalArgumentException.class, () -> Message.builder(1).replyRoom(-1));
    }

    /** A way back that says yes or no, and looks at what it is given. */
    private record Hook(boolean takes, List<Long> marks) implements ReplyHook {
        @Override
        public boolean reply(Message reply) {
            marks.add(reply.data().order(ByteOrder.LITTLE_ENDIAN).getLong(0));
            return takes;
        }

        @Override
        public void complete() {
            marks.add(-1L);
        }
    }

    private void replyFromABuffer(boolean hookTakesIt) {
        List<Long> marks = new ArrayList<>();
        talk.log().onMessage(request -> {
            try (MessageBuffer buffer = messenger().buffer(1000)) {
                buffer.bytes().putLong(0, 5);
                request.connection().sendReply(request, withData("reply", buffer.bytes()));
            }
        });
        IncomingMessage plain = Handshakes.message(1, 9, "request");
        link.sends(new IncomingMessage(plain.header(), plain.sections(), new Hook(hookTakesIt, marks)));
        talk.expectEvents("request");
        assertEquals(List.of(5L, -1L), marks);
    }

    @Test
    void replyThatTheHookDeliversIsForgotten() {
        replyFromABuffer(true);
        link.expectNothing();
        expectLeases(0);
    }

    @Test
    void replyThatTheHookLeavesToTheSessionIsHeldByIt() {
        replyFromABuffer(false);
        link.expect("message 1 reply", "ack 1");
        expectLeases(1);
        link.acks(1);
        expectLeases(0);
    }

    @Test
    void closedBufferRefusesToBeRead() {
        MessageBuffer buffer = messenger().buffer(100);
        ByteBuffer bytes = buffer.bytes();
        assertEquals(100, bytes.remaining());
        assertEquals(ByteOrder.LITTLE_ENDIAN, bytes.order());
        buffer.close();
        buffer.close();
        assertThrows(IllegalStateException.class, buffer::bytes);
        expectLeases(0);
    }

    @Test
    void withoutAPoolBuffersLieOnTheHeapAndBehaveTheSame() {
        try (CoreRuntime small = CoreRuntime.create(new ManualTimers(), 0, 0);
                CoreEndpoint endpoint =
                        new CoreEndpoint(EndpointSettings.of("osd.5").build(), small)) {
            MessageBuffer buffer = endpoint.messenger().buffer(100);
            assertFalse(buffer.isRegistered());
            buffer.bytes().putInt(0, 7);
            assertEquals(7, buffer.bytes().getInt(0));
            assertEquals(ByteOrder.LITTLE_ENDIAN, buffer.bytes().order());
            buffer.close();
            assertThrows(IllegalStateException.class, buffer::bytes);
        }
    }

    @Test
    void buffersAreLimitedAndEndWithTheMessenger() {
        assertThrows(IllegalArgumentException.class, () -> messenger().buffer(-1));
        assertThrows(IllegalArgumentException.class, () -> messenger().buffer((128 << 20) + 1));
        assertEquals(0, messenger().buffer(0).bytes().remaining());
        messenger().shutdown();
        assertThrows(MessengerClosedException.class, () -> messenger().buffer(1));
    }
}
