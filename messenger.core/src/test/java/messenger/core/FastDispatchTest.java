package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.MessageType;
import messenger.api.Policy;
import messenger.api.Sections;
import messenger.api.SendResult;
import messenger.spi.ReplyTag;
import messenger.spi.support.DaemonThreads;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Messages that are dispatched on the thread that received them. */
class FastDispatchTest {
    private static final long FAST_TID = 77;

    /** Takes what has the transaction id. */
    private static final class Fast implements Dispatcher {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private volatile Consumer<Message> then = message -> {};

        @Override
        public boolean dispatch(Message message) {
            return false;
        }

        @Override
        public boolean canFastDispatch(MessageHeader header) {
            return header.tid() == FAST_TID;
        }

        @Override
        public void fastDispatch(Message message) {
            lines.add("fast " + DispatchLog.text(message));
            then.accept(message);
        }

        @Override
        public void fastPreprocess(Message message) {
            lines.add("preprocess " + DispatchLog.text(message));
        }
    }

    private final Fast fast = new Fast();

    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessClient(), settings -> settings.storeMessages(1));

    private ScriptedLink opened() {
        talk.endpoint().addDispatcher(fast, "fast", 5);
        return talk.opened(LOW);
    }

    @Test
    void runsOnTheReceivingThreadAndSeesEverythingFirst() {
        Thread[] where = new Thread[1];
        fast.then = message -> where[0] = Thread.currentThread();
        opened().sends(1, "slow").sends(Handshakes.message(2, FAST_TID, "quick"));
        assertEquals(List.of("preprocess slow", "preprocess quick", "fast quick"), fast.lines);
        assertSame(Thread.currentThread(), where[0]);
        talk.expectEvents("slow");
        assertEquals(0, talk.runtime().incoming().used());
    }

    @Test
    void failureIsTheHandlersOwn() {
        fast.then = message -> {
            throw new IllegalStateException("on purpose");
        };
        opened().sends(Handshakes.message(1, FAST_TID, "fails"))
                .sends(2, "goes on")
                .endsBatch()
                .expect("ack 2");
        talk.expectEvents("goes on");
        assertEquals(0, talk.runtime().incoming().used());
    }

    @Test
    void sendInsideNeverWaits() {
        List<SendResult> results = new CopyOnWriteArrayList<>();
        fast.then = message -> {
            for (int i = 0; i < 2; i++) {
                try {
                    results.add(message.connection().send(Conversation.message("x"), Duration.ofDays(1)));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        opened().sends(Handshakes.message(1, FAST_TID, "request"));
        assertEquals(List.of(SendResult.ACCEPTED, SendResult.BACK_PRESSURED), results);
    }

    @Test
    void markDownInsideIsTolerated() {
        ScriptedLink link = opened();
        fast.then = message -> message.connection().markDown();
        link.sends(Handshakes.message(1, FAST_TID, "the last"));
        assertEquals(List.of("preprocess the last", "fast the last"), fast.lines);
        talk.expectState("CLOSED");
        assertEquals(0, talk.runtime().incoming().used());
    }

    @Test
    void linkThatTakesOverLearnsInSeqAfterTheDispatch() {
        talk = talk.insteadWith(Policy.losslessPeer());
        ScriptedLink first = opened();
        ScriptedLink[] second = new ScriptedLink[1];
        fast.then = message -> second[0] = talk.accepts(LOW).connects(2, 2).expectNothing();
        first.sends(Handshakes.message(1, FAST_TID, "while it connects"));
        second[0].expect("SEQ gs=2 cs=3", "seq 1");
    }

    @Test
    void waitsLikeTheOthersForRequiredDispatchers() {
        talk = talk.insteadWith(Policy.statefulServer(), settings -> settings.requiredDispatchers(List.of("late")));
        talk.endpoint().addDispatcher(fast, "fast", 5);
        talk.accepts(LOW).connects(1, 0).tellsSeq(0).sends(Handshakes.message(1, FAST_TID, "early"));
        assertEquals(List.of("preprocess early"), fast.lines);
        talk.endpoint().addDispatcher(message -> false, "late", 0);
        talk.expectEvents("accepted");
        Await.that(() -> fast.lines.contains("fast early"), "the message that waited is fast dispatched");
    }

    @Test
    void doesNotOvertakeWhatWaitedForARequiredDispatcher() {
        talk = talk.insteadWith(Policy.statefulServer(), settings -> settings.requiredDispatchers(List.of("late")));
        talk.endpoint().addDispatcher(fast, "fast", 5);
        ScriptedLink link = talk.accepts(LOW).connects(1, 0).tellsSeq(0);
        link.sends(Handshakes.message(1, FAST_TID, "first"));
        // arrives while the first, taken out of the queue already, is being dispatched
        fast.then = message -> {
            if (DispatchLog.text(message).equals("first")) {
                link.sends(Handshakes.message(2, FAST_TID, "second"));
            }
        };
        talk.endpoint().addDispatcher(message -> false, "late", 0);
        Await.that(() -> fast.lines.contains("fast second"), "both are dispatched");
        assertEquals(List.of("preprocess first", "fast first", "preprocess second", "fast second"), fast.lines);
    }

    @Test
    void waitsForARequiredMessageType() {
        talk = talk.insteadWith(Policy.statefulServer(), settings -> settings.requiredTypes(Set.of(4711)));
        talk.endpoint().addDispatcher(fast, "fast", 5);
        talk.accepts(LOW).connects(1, 0).tellsSeq(0).sends(Handshakes.message(1, FAST_TID, "early"));
        assertEquals(List.of("type 4711"), talk.endpoint().messenger().state().missingDispatchers);
        assertEquals(List.of("preprocess early"), fast.lines);
        talk.endpoint().runtime().types().add(new TextType(4711), 0);
        Await.that(() -> fast.lines.contains("fast early"), "the message that waited is dispatched");
    }

    private static void answer(Message message) {
        assertEquals(SendResult.ACCEPTED, message.connection().trySend(Conversation.message("answer")));
    }

    @Test
    void answersToWhatArrivedTogetherLeaveTogether() throws Exception {
        talk = talk.insteadWith(Policy.losslessClient());
        fast.then = FastDispatchTest::answer;
        ScriptedLink link = opened();
        int before = link.flushes();
        FutureTask<Void> reading = new FutureTask<>(
                () -> {
                    for (int seq = 1; seq <= 3; seq++) {
                        link.sends(Handshakes.message(seq, FAST_TID, "request"));
                    }
                    link.expectFlushes(before).endsBatch();
                },
                null);
        DaemonThreads.unstarted("reading", reading).start();
        reading.get();
        link.expect("message 1 answer", "message 2 answer", "message 3 answer", "ack 3")
                .expectFlushes(before + 1);
    }

    @Test
    void whatIsSentOnElsewhereLeavesThoughTheLinkFailsFirst() {
        talk = talk.insteadWith(Policy.losslessPeer());
        ScriptedLink from = opened();
        Connection other = talk.connectTo(Conversation.HIGH);
        ScriptedLink to = talk.dialled().identifies(Conversation.HIGH);
        to.expect("connect gs=2 cs=0").replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).expect("seq 0");
        fast.then = message -> other.trySend(Conversation.message("sent on"));
        from.sends(Handshakes.message(1, FAST_TID, "request"));
        from.fails();
        to.expect("message 1 sent on");
    }

    @Test
    void anAnswerLeavesThoughItsSessionIsMarkedDown() {
        talk = talk.insteadWith(Policy.losslessClient());
        fast.then = message -> {
            answer(message);
            message.connection().markDown();
        };
        opened().sends(Handshakes.message(1, FAST_TID, "request")).expect("message 1 answer", "ack 1");
        talk.expectState("CLOSED");
    }

    @Test
    void whatOthersSendMeanwhileLeavesAtOnce() throws InterruptedException {
        talk = talk.insteadWith(Policy.losslessClient());
        ScriptedLink link = opened();
        fast.then = message -> {
            Thread other = Thread.ofPlatform().start(() -> answer(message));
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        link.sends(Handshakes.message(1, FAST_TID, "request"));
        link.expect("message 1 answer", "ack 1");
    }

    private record TextType(int number) implements MessageType<String> {
        @Override
        public Class<String> bodyClass() {
            return String.class;
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
        public Sections encode(String body, long features) {
            return Sections.ofFront(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public String decode(Sections sections, int version) {
            return StandardCharsets.UTF_8.decode(sections.front()).toString();
        }
    }
}
