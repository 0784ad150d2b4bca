package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** When what is sent leaves: at once, with what follows, or by the link's own thread. */
class FlushTest {
    @AutoClose
    private final Conversation talk = Conversation.with(Policy.losslessPeer());

    private final ScriptedLink link = talk.opened(LOW);

    @Test
    void messagesWithTimeBetweenThemLeaveByThemselves() {
        int before = link.flushes();
        for (int i = 0; i < 20; i++) {
            talk.advance(Duration.ofNanos(5_000));
            talk.send("single");
        }
        link.expectFlushes(before + 20);
        assertEquals(0, link.flushesSoon());
    }

    @Test
    void theRestOfABurstIsLeftToTheLink() {
        int before = link.flushes();
        for (int i = 0; i < 20; i++) {
            talk.send("burst");
        }
        assertEquals(20, link.flushes() - before + link.flushesSoon());
        assertTrue(link.flushesSoon() >= 11, "left to the link: " + link.flushesSoon());
        talk.advance(Duration.ofNanos(5_000));
        talk.send("after a pause, which the link may have needed to write");
        talk.advance(Duration.ofNanos(5_000));
        int soon = link.flushesSoon();
        talk.send("after another");
        assertEquals(soon, link.flushesSoon());
    }

    @Test
    void whatTheLinkWasLeftToFlushLeavesThoughTheSessionEnds() {
        for (int i = 0; i < 20; i++) {
            talk.send("burst");
        }
        int before = link.flushes();
        talk.connection().markDown();
        link.expectFlushes(before + 1);
    }

    @Test
    void drainingWaitsForWhatTheLinkWasLeftToFlush() throws Exception {
        try (Conversation lossy = talk.insteadWith(Policy.statelessServer())) {
            ScriptedLink lossyLink = lossy.accepts(LOW).connects(1, 0).tellsSeq(0);
            lossy.use(LOW);
            for (int i = 0; i < 20; i++) {
                lossy.send("burst");
            }
            int before = lossyLink.flushes();
            assertTrue(lossy.endpoint().drain(Duration.ofSeconds(20)));
            lossyLink.expectFlushes(before + 1);
        }
    }

    @Test
    void answersOfTheDispatchThreadLeaveTogetherWhileMoreWait() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        talk.endpoint().addDispatcher(message -> answer(message, letGo), "answering", 9);
        for (int seq = 1; seq <= 3; seq++) {
            link.sends(Handshakes.message(seq, 0, "request"));
        }
        int before = link.flushes();
        letGo.countDown();
        talk.expectEvents();
        assertEquals(2, link.flushesSoon(), "but for the last, as nobody can know what comes");
        link.expectFlushes(before + 1);
    }

    private static boolean answer(Message message, CountDownLatch letGo) {
        try {
            assertTrue(letGo.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertEquals(SendResult.ACCEPTED, message.connection().trySend(Conversation.message("answer")));
        return true;
    }

    @Test
    void anAcknowledgementWaitsForTheAnswerThatTakesItAlong() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        talk.endpoint().addDispatcher(message -> answer(message, letGo), "answering", 9);
        link.busy();
        link.sends(Handshakes.message(1, 0, "request")).endsBatch().expectNothing();
        letGo.countDown();
        talk.expectEvents();
        link.expect("message 1 answer", "ack 1").idles().expectNothing();
    }

    @Test
    void anAcknowledgementThatWaitedOnALinkThatFailedIsNotWaitedForAgain() {
        CountDownLatch letGo = new CountDownLatch(1);
        talk.endpoint().addDispatcher(message -> answer(message, letGo), "answering", 9);
        link.busy();
        link.sends(Handshakes.message(1, 0, "request")).endsBatch().expectNothing();
        link.fails();
        ScriptedLink next = talk.accepts(LOW).connects(2, 2);
        next.expect("SEQ gs=2 cs=3", "seq 1").tellsSeq(0);
        next.sends(Handshakes.message(2, 0, "request")).endsBatch().expect("ack 2");
        letGo.countDown();
        talk.expectEvents();
        next.expect("message 1 answer", "message 2 answer");
    }

    @Test
    void anAcknowledgementDoesNotWaitLongerThanTheReadingThreadIsBusy() {
        CountDownLatch letGo = new CountDownLatch(1);
        talk.endpoint().addDispatcher(message -> answer(message, letGo), "answering", 9);
        link.busy();
        link.sends(Handshakes.message(1, 0, "request"))
                .endsBatch()
                .expectNothing()
                .idles()
                .expect("ack 1");
        letGo.countDown();
        talk.expectEvents();
        link.expect("message 1 answer");
    }
}
