package messenger.core;

import static messenger.core.Conversation.HIGH;
import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Defects that Ceph's messengers have had. Numbers are those of its tracker, or of a pull request. */
class OldBugsTest {
    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessPeer());

    @Test
    void pullRequest120NumbersAreExchangedAndNothingThePeerHasIsSentAgain() {
        ScriptedLink first = talk.opened(LOW);
        talk.send("one");
        talk.send("two");
        talk.send("three");
        first.expect("message 1 one", "message 2 two", "message 3 three").fails();
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.SEQ, 1, 3)
                .tellsSeq(2)
                .expect("connect gs=2 cs=2", "seq 0", "message 3 three")
                .fails();
        talk.accepts(LOW)
                .connects(5, 4)
                .expect("SEQ gs=3 cs=5", "seq 0")
                .tellsSeq(3)
                .expectNothing();
        assertEquals(0, talk.dto().unacknowledged);
    }

    @Test
    void bug441LosslessPeersTalkOnAfterMarkDown() {
        talk.opened(LOW).sends(1, "one").sends(2, "two");
        talk.expectEvents("one", "two");
        talk.connection().markDown();
        ScriptedLink link = talk.accepts(LOW)
                .connects(2, 2)
                .expect("SEQ gs=2 cs=3", "seq 0")
                .tellsSeq(7)
                .sends(3, "goes on")
                .endsBatch()
                .expect("ack 3");
        talk.use(LOW);
        talk.send("answer");
        link.expect("message 8 answer")
                .sends(4, "and on")
                .endsBatch()
                .expect("ack 4")
                .expectOpen();
        talk.expectEvents("accepted", "goes on", "and on");
    }

    @Test
    void bug3029PeersInSeqAheadOfOnesOutSeq() {
        talk.connectTo(LOW);
        talk.send("queued before there was a link");
        ScriptedLink link = talk.accepts(LOW).connects(1, 4).expect("SEQ gs=1 cs=5", "seq 0");
        link.tellsSeq(30).expect("message 31 queued before there was a link").expectOpen();
        assertEquals(31, talk.dto().outSeq);
        link.acks(31);
        assertEquals(0, talk.dto().storedBytes);
    }

    @Test
    void bug3797ConnectSeqIsNotRaisedBeforeASessionWasOpen() {
        talk = talk.insteadWith(Policy.losslessPeerReuse());
        talk.connectTo(HIGH);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.expectState("STANDBY");
        talk.send("wake up");
        ScriptedLink own = talk.dialled().identifies(HIGH).expect("connect gs=1 cs=0");
        talk.accepts(HIGH).connects(1, 0).expect("WAIT gs=0 cs=0").fails();
        own.fails();
        talk.dialled().identifies(HIGH).expect("connect gs=2 cs=0");
    }

    @Test
    void bug3797ResetCheckAnswersResetToAPeerThatKnowsMore() {
        talk = talk.insteadWith(Policy.losslessPeerReuse());
        talk.connectTo(HIGH);
        talk.send("mine");
        ScriptedLink own = talk.dialled().identifies(HIGH).expect("connect gs=1 cs=0");
        ScriptedLink theirs = talk.accepts(HIGH).connects(1, 2).expect("RESETSESSION gs=0 cs=0");
        theirs.connects(2, 0).expect("WAIT gs=0 cs=0").fails();
        own.replies(ReplyTag.READY, 1, 1).expect("message 1 mine");
        assertEquals(1, talk.dto().connectSeq);
    }

    @Test
    void bug21585OutSeqFollowsThePeerEvenWithAnEmptyQueue() {
        talk.opened(LOW).fails();
        ScriptedLink link = talk.accepts(LOW)
                .connects(2, 2)
                .expect("SEQ gs=2 cs=3", "seq 0")
                .tellsSeq(12);
        assertEquals(12, talk.dto().outSeq);
        talk.send("next");
        link.expect("message 13 next");
    }

    @Test
    void bug25343FaultInTheAcceptorsHandshakeDoesNotRaiseConnectSeq() {
        talk = talk.insteadWith(Policy.losslessPeerReuse());
        ScriptedLink first = talk.opened(LOW);
        talk.send("kept");
        first.expect("message 1 kept").fails();
        talk.dialled().lingers();
        ScriptedLink theirs = talk.accepts(LOW).connects(2, 2).expect("SEQ gs=2 cs=3", "seq 0");
        theirs.fails();
        talk.advanceMillis(200);
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=3 cs=3")
                .replies(ReplyTag.RETRY_SESSION, 0, 4)
                .expect("connect gs=4 cs=4")
                .replies(ReplyTag.SEQ, 3, 5)
                .tellsSeq(0)
                .expect("seq 0", "message 1 kept");
        talk.expectEvents();
    }

    @Test
    void bug25343FaultInTheDiallersHandshakeDoesNotRaiseConnectSeq() {
        talk = talk.insteadWith(Policy.losslessClient());
        ScriptedLink first = talk.opened(LOW);
        talk.send("kept");
        first.expect("message 1 kept").fails();
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=2")
                .replies(ReplyTag.SEQ, 2, 3)
                .fails();
        talk.advanceMillis(200);
        talk.dialled().identifies(LOW).expect("connect gs=3 cs=2").fails();
        talk.advanceMillis(400);
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=4 cs=2")
                .replies(ReplyTag.RETRY_SESSION, 0, 4)
                .expect("connect gs=5 cs=4")
                .replies(ReplyTag.SEQ, 3, 5)
                .tellsSeq(0)
                .expect("seq 0", "message 1 kept");
        talk.expectEvents();
    }

    @Test
    void bug29592WhatWasAcknowledgedIsForgottenWithTheSession() {
        talk = talk.insteadWith(Policy.losslessClient());
        talk.opened(LOW)
                .sends(1, "a")
                .sends(2, "b")
                .sends(3, "c")
                .endsBatch()
                .expect("ack 3")
                .fails();
        talk.expectEvents("a", "b", "c");
        talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.RESETSESSION, 0, 0)
                .replies(ReplyTag.SEQ, 1, 1)
                .tellsSeq(0)
                .expect("connect gs=2 cs=2", "connect gs=3 cs=0", "seq 0")
                .sends(1, "anew")
                .endsBatch()
                .expect("ack 1");
        talk.expectEvents("remote reset", "connected", "anew");
    }

    @Test
    void bug29788WhatWasAcknowledgedIsForgottenWhenAccepting() {
        ScriptedLink first =
                talk.acceptedFrom(LOW).sends(1, "a").sends(2, "b").endsBatch().expect("ack 2");
        first.fails();
        talk.accepts(LOW)
                .connects(2, 0)
                .expect("READY gs=2 cs=1")
                .sends(1, "anew")
                .endsBatch()
                .expect("ack 1");
        talk.expectEvents("a", "b", "anew");
    }

    @Test
    void bug30609ServerThatRebootsIsTriedAgainByALosslessClient() {
        talk = talk.insteadWith(Policy.losslessClient());
        talk.opened(LOW.withNonce(-1)).fails();
        talk.failsToDial(LinkFault.Kind.REFUSED);
        talk.failsToDial(LinkFault.Kind.REFUSED);
        for (long wait = 200; wait < 3000; wait *= 2) {
            talk.advanceMillis(wait);
            talk.failsToDial(LinkFault.Kind.REFUSED);
        }
        talk.expectEvents("refused");
        assertFalse(talk.connection().isClosed());
        talk.send("while it reboots");
        talk.advanceMillis(3200);
        ScriptedLink link = talk.dialled()
                .identifies(LOW)
                .replies(ReplyTag.RESETSESSION, 0, 0)
                .replies(ReplyTag.SEQ, 1, 1)
                .tellsSeq(0)
                .expect("connect gs=2 cs=2", "connect gs=3 cs=0", "seq 0");
        talk.expectEvents("remote reset", "connected");
        talk.send("after");
        link.expect("message 1 after");
        assertEquals(
                talk.connection(), talk.endpoint().messenger().connect(EntityType.OSD, LOW), "the session of before");
    }
}
