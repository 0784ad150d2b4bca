package messenger.core;

import static messenger.core.Conversation.HIGH;
import static messenger.core.Conversation.LOW;
import static messenger.core.Conversation.UNKNOWN_INSTANCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import messenger.api.Policy;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Both sides dial at the same time. */
class RaceTest {
    @AutoClose
    private final Conversation talk = Conversation.with(Policy.losslessPeer());

    @Test
    void peerWithTheLowerAddressWins() {
        talk.connectTo(LOW);
        talk.send("mine");
        ScriptedLink own = talk.dialled().identifies(LOW).expect("connect gs=1 cs=0");
        ScriptedLink theirs = talk.accepts(LOW).connects(1, 0).expect("SEQ gs=2 cs=1", "seq 0");
        own.expectClosed(LinkFault.Kind.LOCAL);
        theirs.tellsSeq(0).expect("message 1 mine").sends(1, "theirs");
        talk.expectEvents("accepted", "theirs");
        talk.expectNoDial();
        assertEquals(1, talk.sessions());
    }

    @Test
    void peerWithTheHigherAddressWaits() {
        talk.connectTo(HIGH);
        talk.send("mine");
        ScriptedLink own = talk.dialled().identifies(HIGH).expect("connect gs=1 cs=0");
        talk.accepts(HIGH).connects(1, 0).expect("WAIT gs=0 cs=0").fails();
        own.expectOpen().replies(ReplyTag.SEQ, 2, 1).tellsSeq(0).expect("seq 0", "message 1 mine");
        talk.expectEvents("connected");
        assertEquals(1, talk.sessions());
    }

    @Test
    void peerIsTheLowerOneWithoutOnesKnowingWhichInstanceItIs() {
        talk.connectTo(UNKNOWN_INSTANCE);
        ScriptedLink own = talk.dialled();
        talk.accepts(LOW).connects(1, 0).expect("SEQ gs=1 cs=1", "seq 0").tellsSeq(0);
        own.expectClosed(LinkFault.Kind.LOCAL);
        assertEquals(LOW, talk.connection().peerAddress());
        assertEquals(1, talk.sessions());
        talk.expectState("OPEN");
    }

    @Test
    void raceOfReconnects() {
        ScriptedLink first = talk.opened(HIGH);
        talk.send("kept");
        first.expect("message 1 kept").fails();
        ScriptedLink own = talk.dialled().identifies(HIGH).expect("connect gs=2 cs=2");
        talk.accepts(HIGH).connects(3, 2).expect("WAIT gs=0 cs=0").fails();
        own.replies(ReplyTag.SEQ, 4, 3).tellsSeq(0).expect("seq 0", "message 1 kept");
    }

    @Test
    void waitThenThePeersConnect() {
        talk.connectTo(LOW);
        talk.send("mine");
        ScriptedLink own = talk.dialled().identifies(LOW).expect("connect gs=1 cs=0");
        own.replies(ReplyTag.WAIT, 0, 0).expectClosed(LinkFault.Kind.LOCAL);
        talk.expectState("WAIT");
        talk.accepts(LOW)
                .connects(1, 0)
                .expect("SEQ gs=2 cs=1", "seq 0")
                .tellsSeq(0)
                .expect("message 1 mine");
        talk.expectEvents("accepted");
        talk.advance(Duration.ofMinutes(1));
        talk.expectNoDial();
        talk.expectState("OPEN");
    }

    @Test
    void waitForAConnectThatNeverComes() {
        talk.connectTo(LOW);
        talk.send("mine");
        talk.dialled().identifies(LOW).replies(ReplyTag.WAIT, 0, 0);
        talk.advance(Duration.ofSeconds(10).minusNanos(1));
        talk.expectNoDial();
        talk.advance(Duration.ofNanos(1));
        talk.expectState("CONNECTING");
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=0")
                .replies(ReplyTag.SEQ, 1, 1)
                .tellsSeq(0)
                .expect("seq 0", "message 1 mine");
    }

    @Test
    void waitToldWhileOnesOwnAttemptPausesHasItTriedAtOnce() {
        talk.connectTo(HIGH);
        talk.send("mine");
        talk.failsToDial(LinkFault.Kind.IO);
        talk.failsToDial(LinkFault.Kind.IO);
        talk.expectNoDial();
        talk.accepts(HIGH).connects(1, 0).expect("WAIT gs=0 cs=0");
        ScriptedLink own = talk.dialled();
        talk.advanceMillis(200);
        talk.expectNoDial();
        own.identifies(HIGH).expect("connect gs=1 cs=0");
    }

    @Test
    void serverGivesWayToAnyPeer() {
        try (Conversation server = Conversation.with(Policy.statefulServer())) {
            server.connectTo(HIGH);
            server.expectNoDial();
            server.send("mine");
            server.accepts(HIGH)
                    .connects(1, 0)
                    .expect("SEQ gs=1 cs=1", "seq 0")
                    .tellsSeq(0)
                    .expect("message 1 mine");
        }
    }
}
