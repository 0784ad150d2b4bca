package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import messenger.api.Policy;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Numbers of what arrives. */
class SequenceTest {
    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessClient());

    @Test
    void duplicatesAreDroppedAndItGoesOn() {
        talk.opened(LOW)
                .sends(1, "one")
                .sends(2, "two")
                .sends(1, "one again")
                .sends(2, "two again")
                .sends(3, "three")
                .endsBatch()
                .expect("ack 3")
                .expectOpen();
        talk.expectEvents("one", "two", "three");
        assertEquals(2, talk.dto().duplicatesDropped);
        assertEquals(3, talk.dto().received);
    }

    @Test
    void numberZeroIsADuplicate() {
        talk.opened(LOW).sends(0, "nothing").sends(1, "one").endsBatch().expect("ack 1");
        talk.expectEvents("one");
    }

    @Test
    void firstMessageMayHaveAnyNumber() {
        talk.opened(LOW).sends(5, "five").sends(6, "six").endsBatch().expect("ack 6");
        talk.expectEvents("five", "six");
    }

    @Test
    void gapIsAFaultAndNothingBehindItIsTaken() {
        ScriptedLink link = talk.opened(LOW).sends(1, "one").sends(3, "three").sends(4, "four");
        link.expectClosed(LinkFault.Kind.PROTOCOL);
        assertTrue(
                link.fault().text().contains("message 2 is missing"),
                link.fault().text());
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=2")
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(0)
                .expect("seq 1")
                .sends(2, "two")
                .sends(3, "three")
                .endsBatch()
                .expect("ack 3");
        talk.expectEvents("one", "two", "three");
    }

    @Test
    void gapThatPersistsEndsTheSession() {
        talk.opened(LOW).sends(1, "one").sends(3, "three");
        talk.expectEvents("one");
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(0)
                .sends(3, "three")
                .expectClosed(LinkFault.Kind.LOCAL);
        assertTrue(talk.connection().isClosed());
        talk.expectNoDial();
        talk.expectEvents("reset");
    }

    @Test
    void gapAtAnotherPlaceIsAnotherFault() {
        talk.opened(LOW).sends(1, "one").sends(3, "three");
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(0)
                .sends(2, "two")
                .sends(4, "four")
                .expectClosed(LinkFault.Kind.PROTOCOL);
        talk.expectState("CONNECTING");
        talk.expectEvents("one", "two");
    }

    @Test
    void gapOfASessionThatWasResetIsForgotten() {
        talk.opened(LOW).sends(1, "one").sends(3, "three");
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.RESETSESSION, 0, 0)
                .replies(ReplyTag.SEQ, 1, 1)
                .tellsSeq(0)
                .sends(1, "one anew")
                .sends(3, "three anew")
                .expectClosed(LinkFault.Kind.PROTOCOL);
        talk.expectState("CONNECTING");
    }

    @Test
    void gapsOfALossyPeerAreItsOwnBusiness() {
        talk = talk.insteadWith(Policy.statelessServer());
        talk.accepts(LOW)
                .connects(1, 0)
                .expect("SEQ gs=1 cs=1 lossy", "seq 0")
                .tellsSeq(0)
                .sends(1, "one")
                .sends(9, "nine")
                .sends(2, "two")
                .endsBatch()
                .expectNothing()
                .expectOpen();
        talk.expectEvents("accepted", "one", "nine");
    }

    @Test
    void replayOfWhatArrivedIsDropped() {
        talk.opened(LOW).sends(1, "one").sends(2, "two").fails();
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(0)
                .expect("connect gs=2 cs=2", "seq 2")
                .sends(2, "two again")
                .sends(3, "three")
                .endsBatch()
                .expect("ack 3");
        talk.expectEvents("one", "two", "three");
    }

    @Test
    void messagesBehindReadyWaitUntilTheSessionKnowsOfIt() {
        talk.connectTo(LOW);
        ScriptedLink link = talk.dialled().identifies(LOW).expect("connect gs=1 cs=0");
        // the control strand is busy with this while the link goes on reading
        talk.session(LOW)
                .post(() -> link.replies(ReplyTag.READY, 1, 1)
                        .sends(1, "one")
                        .sends(2, "two")
                        .endsBatch());
        link.expect("ack 2").expectOpen();
        talk.expectEvents("connected", "one", "two");
        assertEquals(2, talk.dto().inSeq);
    }
}
