package messenger.core;

import static messenger.core.Conversation.LOW;
import static messenger.core.Conversation.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import messenger.api.Dispatcher;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.MessageType;
import messenger.api.Policy;
import messenger.api.Sections;
import messenger.api.dto.MemoryDTO;
import messenger.core.memory.MemoryPool;
import messenger.spi.IncomingMessage;
import messenger.spi.MemoryLease;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Messages that were received into leased memory: it goes back whatever becomes of them, and not before. */
class LeasedMessageTest {
    private static final int LENGTH = 100_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose
    private final Conversation talk =
            Conversation.with(Policy.losslessClient(), settings -> settings.readAheadBytes(1 << 20));

    private final MemoryPool pool = talk.runtime().memory();
    private final ScriptedLink link = talk.opened(LOW);
    private final List<Message> given = new ArrayList<>();

    private IncomingMessage leased(long seq, long tid, String text, int length) {
        IncomingMessage plain = Handshakes.message(seq, tid, text);
        MemoryLease lease = pool.lease(length);
        lease.bytes().putLong(0, seq);
        return new IncomingMessage(plain.header(), Sections.of(plain.sections().front(), lease.bytes()), null, lease);
    }

    private void arrives(long seq, String text) {
        link.sends(leased(seq, 0, text, LENGTH));
    }

    private void retainAll() {
        talk.log().onMessage(message -> {
            message.retain();
            given.add(message);
        });
    }

    private static long mark(ByteBuffer data) {
        return data.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    private void expectLeases(int expected) {
        MemoryDTO state = pool.state();
        assertEquals(expected, state.leases, () -> "leases: " + state);
    }

    @Test
    void contentIsReadableInDispatchAndGoneAfterIt() {
        List<Long> marks = new ArrayList<>();
        talk.log().onMessage(message -> {
            given.add(message);
            marks.add(mark(message.data()));
        });
        arrives(1, "a");
        talk.expectEvents("a");
        assertEquals(List.of(1L), marks);
        expectLeases(0);
        IllegalStateException gone =
                assertThrows(IllegalStateException.class, () -> given.getFirst().data());
        assertTrue(gone.getMessage().contains("retain()"), gone.getMessage());
        assertThrows(IllegalStateException.class, () -> given.getFirst().front());
        assertEquals(1, given.getFirst().header().seq());
        assertNull(given.getFirst().body());
        assertTrue(given.getFirst().opaqueReason().orElseThrow().contains("no MessageType"));
    }

    @Test
    void retainedContentStaysUntilItIsReleased() {
        retainAll();
        arrives(1, "a");
        talk.expectEvents("a");
        expectLeases(1);
        Message kept = given.getFirst();
        assertEquals(1, mark(kept.data()));
        kept.release();
        kept.release();
        expectLeases(0);
        assertThrows(IllegalStateException.class, kept::data);
    }

    @Test
    void answeredContentStaysUntilTheDispatchIsOver() {
        List<Long> marks = new ArrayList<>();
        talk.log().onMessage(request -> {
            request.connection().sendReply(request, message("reply"));
            marks.add(mark(request.data()));
        });
        link.sends(leased(1, 9, "a", LENGTH));
        talk.expectEvents("a");
        assertEquals(List.of(1L), marks);
        expectLeases(0);
    }

    @Test
    void answerGivesUpTheContentThatWasRetained() {
        retainAll();
        link.sends(leased(1, 9, "a", LENGTH));
        talk.expectEvents("a");
        talk.connection().sendReply(given.getFirst(), message("reply"));
        expectLeases(0);
    }

    @Test
    void contentLeavesAPoolThatIsLowWhenItIsRetained() {
        List<MemoryLease> others = new ArrayList<>();
        while (!pool.isLow()) {
            others.add(pool.lease(4 << 20));
        }
        CountDownLatch seen = new CountDownLatch(1);
        talk.log().onMessage(message -> {
            ByteBuffer view = message.data();
            message.retain();
            assertEquals(1, mark(view), "a view that was taken before is readable in dispatch");
            given.add(message);
            seen.countDown();
        });
        arrives(1, "a");
        talk.expectEvents("a");
        assertEquals(0, seen.getCount());
        expectLeases(others.size());
        assertEquals(1, pool.state().copies);
        assertFalse(given.getFirst().data().isDirect());
        assertEquals(1, mark(given.getFirst().data()));
        given.getFirst().release();
        assertEquals(1, mark(given.getFirst().data()), "on the heap it happens to stay");
        others.forEach(MemoryLease::release);
        expectLeases(0);
    }

    @Test
    void replyStaysReadableForAsLongAsAnybodyRefersToIt() {
        for (int length : new int[] {LENGTH, 3 << 20}) {
            long seq = given.size() + 1L;
            Message question = Message.builder(1).tid(length).build();
            CompletableFuture<Message> reply = talk.connection().request(question, SECOND);
            link.sends(leased(seq, length, "answer", length));
            given.add(reply.join());
            for (int i = 0; i < 10; i++) {
                MemoryLease other = pool.lease(length);
                other.bytes().putLong(0, -1);
                other.release();
            }
            assertEquals(seq, mark(reply.join().data()));
        }
        given.clear();
        Await.that(
                () -> {
                    System.gc();
                    return pool.state().leases == 0;
                },
                "the replies are collected");
    }

    @Test
    void replyThatPassesAThrottleIsNotLostWithItsLink() {
        retainAll();
        talk.endpoint().setPolicy(EntityType.OSD, Policy.losslessClient().withThrottles(1, 0));
        CompletableFuture<Message> reply =
                talk.connection().request(Message.builder(1).tid(5).build(), SECOND);
        arrives(1, "held");
        arrives(2, "waits");
        link.sends(leased(3, 5, "answer", LENGTH));
        assertEquals(3, mark(reply.join().data()));
        link.fails();
        expectLeases(1);
        assertEquals(3, mark(reply.join().data()));
        talk.expectEvents("held");
        given.getFirst().release();
        expectLeases(0);
    }

    /** A type whose bodies are the data itself. */
    private static final class DataType implements MessageType<ByteBuffer> {
        @Override
        public int number() {
            return 1;
        }

        @Override
        public Class<ByteBuffer> bodyClass() {
            return ByteBuffer.class;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public int compatVersion() {
            return 1;
        }

        @Override
        public Sections encode(ByteBuffer body, long features) {
            return Sections.of(ByteBuffer.allocate(0), body);
        }

        @Override
        public ByteBuffer decode(Sections sections, int version) {
            return sections.data();
        }
    }

    @Test
    void bodyOfAReplyStaysWithItsContent() {
        talk.runtime().add(new DataType(), 0);
        CompletableFuture<Message> reply =
                talk.connection().request(Message.builder(1).tid(5).build(), SECOND);
        link.sends(leased(1, 5, "answer", LENGTH));
        expectLeases(0);
        assertEquals(1, mark(reply.join().body(ByteBuffer.class)));
        assertFalse(reply.join().body(ByteBuffer.class).isDirect());
    }

    @Test
    void bodyOfARetainedMessageFollowsItsContent() {
        talk.runtime().add(new DataType(), 0);
        List<MemoryLease> others = new ArrayList<>();
        while (!pool.isLow()) {
            others.add(pool.lease(4 << 20));
        }
        List<Object> bodies = new ArrayList<>();
        talk.log().onMessage(message -> {
            bodies.add(message.body(ByteBuffer.class).isDirect());
            message.retain();
            bodies.add(message.body(ByteBuffer.class).isDirect());
        });
        arrives(1, "a");
        talk.expectEvents("a");
        assertEquals(List.of(true, false), bodies);
        others.forEach(MemoryLease::release);
    }

    @Test
    void fastDispatchGivesTheContentUpToo() {
        List<Long> marks = new ArrayList<>();
        talk.endpoint()
                .addDispatcher(
                        new Dispatcher() {
                            @Override
                            public boolean canFastDispatch(MessageHeader header) {
                                return true;
                            }

                            @Override
                            public void fastDispatch(Message message) {
                                marks.add(mark(message.data()));
                            }

                            @Override
                            public boolean dispatch(Message message) {
                                return false;
                            }
                        },
                        null,
                        1);
        arrives(1, "a");
        assertEquals(List.of(1L), marks);
        expectLeases(0);
    }

    @Test
    void handlerThatThrowsKeepsNothing() {
        talk.log().onMessage(message -> {
            throw new IllegalArgumentException("as the test wants");
        });
        arrives(1, "a");
        talk.expectEvents("a");
        expectLeases(0);
    }

    @Test
    void whatIsNotDispatchedIsGivenBack() {
        arrives(1, "a");
        arrives(1, "a duplicate");
        talk.expectEvents("a");
        expectLeases(0);
        arrives(5, "behind a gap");
        expectLeases(0);
    }

    @Test
    void whatWaitsForAThrottleIsGivenBackWithItsLink() {
        talk.log().onMessage(Message::retain);
        talk.endpoint().setPolicy(EntityType.OSD, Policy.losslessClient().withThrottles(1, 0));
        arrives(1, "held");
        arrives(2, "waits");
        arrives(3, "waits too");
        talk.expectEvents("held");
        expectLeases(3);
        link.fails();
        expectLeases(1);
    }

    /** A message whose dispatch is under way until the test says so. */
    private void runUntil(CountDownLatch goOn) {
        CountDownLatch running = new CountDownLatch(1);
        talk.log().onMessage(message -> {
            running.countDown();
            Await.that(() -> goOn.getCount() == 0, "the test goes on");
        });
        arrives(1, "runs");
        Await.that(() -> running.getCount() == 0, "the dispatch runs");
    }

    @Test
    void whatWaitsForDispatchIsGivenBackWithItsSession() {
        CountDownLatch goOn = new CountDownLatch(1);
        runUntil(goOn);
        arrives(2, "waits");
        talk.connection().markDown();
        goOn.countDown();
        talk.expectEvents("runs");
        expectLeases(0);
    }

    @Test
    void whatWaitsForDispatchIsGivenBackWithItsEndpoint() {
        CountDownLatch goOn = new CountDownLatch(1);
        runUntil(goOn);
        arrives(2, "waits");
        Thread closing = Thread.ofPlatform().start(talk.endpoint()::close);
        Await.that(() -> talk.endpoint().isShutDown(), "the endpoint closes");
        goOn.countDown();
        Await.that(() -> !closing.isAlive(), "the endpoint has closed");
        Await.that(() -> pool.state().leases == 0, "everything is given back");
    }

    @Test
    void whatALinkOfThePastDeliversIsGivenBack() {
        link.lingers();
        talk.accepts(LOW).connects(2, 2).tellsSeq(0);
        arrives(1, "late");
        expectLeases(0);
    }

    @Test
    void whatARestartedPeerHadSentIsGivenBack() {
        arrives(1, "a");
        link.fails();
        talk.dialled().identifies(LOW).replies(ReplyTag.RESETSESSION, 1, 0);
        Await.that(() -> pool.state().leases == 0, "everything is given back");
    }
}
