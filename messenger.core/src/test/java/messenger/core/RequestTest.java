package messenger.core;

import static messenger.core.Conversation.LOW;
import static messenger.core.Conversation.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.NotSentException;
import messenger.api.Policy;
import messenger.api.ReplyHook;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import messenger.spi.IncomingMessage;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Requests and their replies. */
class RequestTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose
    private Conversation talk = Conversation.with(
            Policy.losslessClient(), settings -> settings.storeMessages(2).readAheadBytes(4096));

    private final ScriptedLink link = talk.opened(LOW);

    private CompletableFuture<Message> ask(long tid) {
        Message question =
                Message.builder(1).tid(tid).front(Handshakes.bytes("question")).build();
        return talk.connection().request(question, SECOND);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return assertThrows(CompletionException.class, future::join).getCause();
    }

    @Test
    void replyGoesToWhoAskedAndToNobodyElse() {
        CompletableFuture<Message> reply = ask(5);
        link.expect("message 1 question")
                .sends(Handshakes.message(1, 5, "answer"))
                .endsBatch()
                .expect("ack 1");
        assertEquals("answer", DispatchLog.text(reply.join()));
        link.sends(Handshakes.message(2, 5, "no answer any more"));
        talk.expectEvents("no answer any more");
        assertEquals(0, talk.runtime().incoming().used());
    }

    @Test
    void transactionIdIsGivenWhereThereIsNone() {
        CompletableFuture<Message> first = ask(0);
        CompletableFuture<Message> second = ask(0);
        assertFalse(first.isDone() || second.isDone());
        link.sends(1, "without an id");
        talk.expectEvents("without an id");
    }

    @Test
    void requestUnderWayKeepsItsId() {
        ask(5);
        assertThrows(IllegalArgumentException.class, () -> ask(5));
    }

    @Test
    void requestTimesOut() {
        CompletableFuture<Message> reply = ask(5);
        talk.advance(SECOND.minusNanos(1));
        assertFalse(reply.isDone());
        talk.advance(Duration.ofNanos(1));
        assertInstanceOf(TimeoutException.class, failure(reply));
        link.sends(Handshakes.message(1, 5, "late"));
        talk.expectEvents("late");
    }

    @Test
    void requestThatWasCancelledIsForgotten() {
        int scheduled = talk.timers().scheduled();
        ask(5).cancel(false);
        assertEquals(scheduled, talk.timers().scheduled());
        link.sends(Handshakes.message(1, 5, "late"));
        talk.expectEvents("late");
    }

    @Test
    void requestIsLostWithTheSession() {
        CompletableFuture<Message> reply = ask(5);
        talk.connection().markDown();
        assertInstanceOf(SessionLostException.class, failure(reply));
        NotSentException late = assertInstanceOf(NotSentException.class, failure(ask(6)));
        assertEquals(SendResult.CLOSED, late.result());
    }

    @Test
    void requestSurvivesALink() {
        CompletableFuture<Message> reply = ask(5);
        link.fails();
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(1)
                .sends(Handshakes.message(1, 5, "answer"));
        assertTrue(reply.isDone());
    }

    @Test
    void fullStoreRefusesRequests() {
        ask(5);
        ask(6);
        NotSentException refused = assertInstanceOf(NotSentException.class, failure(ask(7)));
        assertEquals(SendResult.BACK_PRESSURED, refused.result());
    }

    @Test
    void replyPassesMessagesThatWaitForAThrottle() {
        talk.log().onMessage(Message::retain);
        talk.endpoint().setPolicy(EntityType.OSD, Policy.losslessClient().withThrottles(1, 0));
        CompletableFuture<Message> reply = ask(5);
        link.sends(1, "held").sends(2, "waits").sends(Handshakes.message(3, 5, "answer"));
        assertEquals("answer", DispatchLog.text(reply.join()));
        link.endsBatch().expect("message 1 question", "ack 1");
        talk.endpoint().setPolicy(EntityType.OSD, Policy.losslessClient());
        link.resumes().expect("ack 3");
        talk.expectEvents("held", "waits");
    }

    @Test
    void firstReplyIsAlwaysAccepted() {
        List<SendResult> results = new ArrayList<>();
        talk.log().onMessage(request -> {
            for (int i = 0; i < 2; i++) {
                results.add(request.connection().sendReply(request, message("reply " + i)));
            }
        });
        talk.send("fills");
        talk.send("the store");
        link.sends(Handshakes.message(1, 9, "request"));
        talk.expectEvents("request");
        assertEquals(List.of(SendResult.ACCEPTED, SendResult.BACK_PRESSURED), results);
        link.endsBatch().expect("message 1 fills", "message 2 the store", "message 3 reply 0", "ack 1");
    }

    @Test
    void replyReleasesItsRequest() {
        List<Message> held = new ArrayList<>();
        talk.log().onMessage(request -> {
            request.retain();
            held.add(request);
        });
        link.sends(Handshakes.message(1, 9, "four"));
        talk.expectEvents("four");
        assertEquals(4, talk.runtime().incoming().used());
        talk.connection().sendReply(held.getFirst(), message("reply"));
        assertEquals(0, talk.runtime().incoming().used());
    }

    @Test
    void replyGoesOverTheRequestsOwnSessionOnly() {
        assertThrows(
                IllegalArgumentException.class,
                () -> talk.connection().sendReply(message("not received"), message("reply")));
    }

    /** A transport's own way back, which can be closed. */
    private static final class Hook implements ReplyHook {
        private final List<String> calls = new ArrayList<>();

        @Override
        public boolean reply(Message reply) {
            calls.add("reply " + DispatchLog.text(reply) + " tid " + reply.tid());
            return true;
        }

        @Override
        public void complete() {
            calls.add("complete");
            throw new IllegalStateException("on purpose");
        }
    }

    private static IncomingMessage hooked(Hook hook) {
        IncomingMessage plain = Handshakes.message(1, 9, "request");
        return new IncomingMessage(plain.header(), plain.sections(), hook);
    }

    @Test
    void replyUsesTheHookWhileItsLinkLives() {
        Hook hook = new Hook();
        talk.log().onMessage(request -> request.connection().sendReply(request, message("reply")));
        link.sends(hooked(hook)).expectNothing();
        talk.expectEvents("request");
        assertEquals(List.of("reply reply tid 9", "complete"), hook.calls);
        link.expectNothing();
    }

    @Test
    void replyGoesByTheSessionOnceTheHookIsGone() {
        Hook hook = new Hook();
        List<Message> held = new ArrayList<>();
        talk.log().onMessage(request -> {
            request.retain();
            held.add(request);
        });
        link.sends(hooked(hook));
        talk.expectEvents("request");
        link.fails();
        assertEquals(List.of("complete"), hook.calls);
        assertEquals(SendResult.ACCEPTED, talk.connection().sendReply(held.getFirst(), message("reply")));
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(0)
                .expect("connect gs=2 cs=2", "seq 1", "message 1 reply");
        assertEquals(List.of("complete"), hook.calls);
    }
}
