package messenger.core;

import static messenger.core.Conversation.LOW;
import static messenger.core.Conversation.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import messenger.api.NotSentException;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Acknowledgements, both ways. */
class AcknowledgementTest {
    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessClient());

    @Test
    void batchIsAcknowledgedOnceAndWhenItEnds() {
        talk.opened(LOW)
                .sends(1, "one")
                .sends(2, "two")
                .sends(3, "three")
                .expectNothing()
                .endsBatch()
                .expect("ack 3")
                .endsBatch()
                .expectNothing();
    }

    @Test
    void acknowledgementFollowsWhatIsSentAnyway() {
        ScriptedLink link = talk.opened(LOW).sends(1, "one").sends(2, "two");
        talk.send("answer");
        link.expect("message 1 answer", "ack 2").endsBatch().expectNothing();
    }

    @Test
    void lossySessionAcknowledgesNothing() {
        talk = talk.insteadWith(Policy.statelessServer());
        ScriptedLink link = talk.accepts(LOW).connects(1, 0).tellsSeq(0).sends(1, "one");
        link.endsBatch().expect("SEQ gs=1 cs=1 lossy", "seq 0");
    }

    @Test
    void storeIsTrimmed() {
        ScriptedLink link = talk.opened(LOW);
        talk.send("one");
        talk.send("two");
        talk.send("three");
        assertEquals(3, talk.dto().unacknowledged);
        assertEquals(11, talk.dto().storedBytes);
        link.acks(2);
        assertEquals(1, talk.dto().unacknowledged);
        assertEquals(5, talk.dto().storedBytes);
        link.acks(1).acks(2);
        assertEquals(1, talk.dto().unacknowledged);
        link.acks(3);
        assertEquals(0, talk.dto().storedBytes);
        assertEquals(0, talk.runtime().outgoing().used());
    }

    @Test
    void acknowledgementOfWhatWasNeverSentIsIgnored() {
        ScriptedLink link = talk.opened(LOW).full(true);
        CompletableFuture<Void> waiting = talk.connection().sendAcknowledged(message("not yet"));
        link.acks(99).expectOpen();
        assertFalse(waiting.isDone());
        assertEquals(1, talk.dto().queued);
        link.full(false).expect("message 1 not yet");
        talk.send("next");
        link.expect("message 2 next").acks(1);
        assertTrue(waiting.isDone());
    }

    @Test
    void senderIsToldWhenThePeerHasIt() {
        ScriptedLink link = talk.opened(LOW);
        CompletableFuture<Void> one = talk.connection().sendAcknowledged(message("one"));
        CompletableFuture<Void> two = talk.connection().sendAcknowledged(message("two"));
        link.acks(1);
        assertTrue(one.isDone());
        assertFalse(two.isDone());
        link.fails();
        talk.dialled().identifies(LOW).replies(ReplyTag.SEQ, 1, 3).tellsSeq(2);
        two.join();
    }

    private static Throwable failure(CompletableFuture<Void> future) {
        return assertThrows(CompletionException.class, future::join).getCause();
    }

    @Test
    void senderIsToldThatTheSessionWasReset() {
        ScriptedLink link = talk.opened(LOW);
        CompletableFuture<Void> lost = talk.connection().sendAcknowledged(message("one"));
        link.fails();
        talk.dialled().identifies(LOW).replies(ReplyTag.RESETSESSION, 0, 0);
        assertInstanceOf(SessionLostException.class, failure(lost));
    }

    @Test
    void senderIsToldThatTheSessionEnded() {
        talk.opened(LOW);
        CompletableFuture<Void> lost = talk.connection().sendAcknowledged(message("one"));
        talk.connection().markDown();
        assertInstanceOf(SessionLostException.class, failure(lost));
        NotSentException late = assertInstanceOf(
                NotSentException.class, failure(talk.connection().sendAcknowledged(message("late"))));
        assertEquals(SendResult.CLOSED, late.result());
    }

    @Test
    void nobodyAcknowledgesOnALossySession() {
        talk = talk.insteadWith(Policy.statelessServer());
        talk.accepts(LOW).connects(1, 0).tellsSeq(0);
        talk.use(LOW);
        assertInstanceOf(
                SessionLostException.class, failure(talk.connection().sendAcknowledged(message("into the blue"))));
        assertEquals(0, talk.dto().storedBytes);
    }

    @Test
    void acknowledgementOfALinkThatWasReplacedCountsNoMore() {
        ScriptedLink first = talk.acceptedFrom(LOW).lingers();
        talk.send("one");
        ScriptedLink second = talk.accepts(LOW).connects(2, 2);
        first.acks(1);
        second.tellsSeq(0).expect("SEQ gs=2 cs=3", "seq 0", "message 1 one");
    }

    @Test
    void fullStorePushesBack() {
        talk = talk.insteadWith(Policy.losslessClient(), settings -> settings.storeMessages(2));
        ScriptedLink link = talk.opened(LOW);
        assertEquals(SendResult.ACCEPTED, talk.send("one"));
        assertEquals(SendResult.ACCEPTED, talk.send("two"));
        assertEquals(SendResult.BACK_PRESSURED, talk.send("three"));
        link.acks(1);
        assertEquals(SendResult.ACCEPTED, talk.send("three"));
        link.expect("message 1 one", "message 2 two", "message 3 three");
    }

    @Test
    void whoIsToldOfAnAcknowledgementFindsRoom() {
        talk = talk.insteadWith(Policy.losslessClient(), settings -> settings.storeMessages(1));
        ScriptedLink link = talk.opened(LOW);
        CompletableFuture<SendResult> next =
                talk.connection().sendAcknowledged(Conversation.message("one")).thenApply(nothing -> talk.send("two"));
        link.acks(1);
        assertEquals(SendResult.ACCEPTED, next.join());
    }
}
