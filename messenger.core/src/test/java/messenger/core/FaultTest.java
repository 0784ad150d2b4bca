package messenger.core;

import static messenger.core.Conversation.HIGH;
import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Links that fail, and sessions that end. */
class FaultTest {
    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessClient());

    private ScriptedLink openedLossy() {
        talk = talk.insteadWith(Policy.lossyClient());
        talk.connectTo(LOW);
        ScriptedLink link = talk.dialled().identifies(LOW).expect("connect gs=1 cs=0 lossy");
        link.replies(Handshakes.lossyReply(ReplyTag.SEQ, 1, 1)).tellsSeq(0).expect("seq 0");
        talk.expectEvents("connected");
        return link;
    }

    @Test
    void lossySessionEndsWithOneReset() {
        ScriptedLink link = openedLossy();
        talk.send("in flight");
        link.fails();
        talk.expectEvents("reset");
        assertTrue(talk.connection().isClosed());
        assertEquals(SendResult.CLOSED, talk.send("late"));
        assertEquals(0, talk.sessions());
        assertEquals(0, talk.dto().storedBytes);
        talk.advance(Duration.ofMinutes(1));
        talk.expectNoDial();
        talk.expectEvents();
    }

    @Test
    void lossySessionDialsUntilItIsOpenForTheFirstTime() {
        talk = talk.insteadWith(Policy.lossyClient());
        talk.connectTo(LOW);
        talk.send("patient");
        talk.failsToDial(LinkFault.Kind.IO);
        talk.dialled()
                .identifies(LOW)
                .replies(Handshakes.lossyReply(ReplyTag.SEQ, 1, 1))
                .tellsSeq(0)
                .expect("connect gs=1 cs=0 lossy", "seq 0", "message 1 patient");
        talk.expectEvents("connected");
    }

    @Test
    void lossyPeerThatFailsInTheHandshakeIsForgottenSilently() {
        talk = talk.insteadWith(Policy.statelessServer());
        talk.accepts(LOW).connects(1, 0).fails();
        assertEquals(0, talk.sessions());
        talk.expectEvents();
    }

    @Test
    void traceTellsWhenAndSinceWhenTheStateIsWhatItIs() {
        ScriptedLink link = talk.opened(LOW);
        assertEquals(1000, talk.dto().sinceMillis);
        talk.advanceMillis(500);
        link.fails();
        assertEquals(1500, talk.dto().sinceMillis);
        talk.advanceMillis(250);
        talk.failsToDial(LinkFault.Kind.IO);
        assertEquals(1500, talk.dto().sinceMillis, "an attempt that fails changes nothing");
        assertEquals(
                List.of(
                        "1970-01-01T00:00:01Z CONNECTING -> OPEN: by scripted to " + LOW,
                        "1970-01-01T00:00:01.500Z OPEN -> CONNECTING: IO: the script says so",
                        "1970-01-01T00:00:01.750Z CONNECTING -> CONNECTING: IO: the script says so"),
                List.of(talk.dto().trace));
    }

    @Test
    void losslessSessionReconnectsWithTheNextConnectSeq() {
        talk.opened(LOW).fails();
        talk.expectState("CONNECTING");
        assertFalse(talk.connection().isConnected());
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=2")
                .replies(ReplyTag.SEQ, 2, 3)
                .tellsSeq(0)
                .expect("seq 0")
                .fails();
        talk.dialled().identifies(LOW).expect("connect gs=3 cs=4");
        talk.expectEvents();
    }

    @Test
    void refusalIsToldOnceUntilALinkIsOpen() {
        talk.connectTo(LOW);
        talk.failsToDial(LinkFault.Kind.REFUSED);
        talk.failsToDial(LinkFault.Kind.REFUSED);
        talk.advanceMillis(200);
        talk.failsToDial(LinkFault.Kind.REFUSED);
        talk.expectEvents("refused");
        talk.advanceMillis(400);
        talk.dialled().identifies(LOW).replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).fails();
        talk.failsToDial(LinkFault.Kind.REFUSED);
        talk.expectEvents("connected", "refused");
    }

    @Test
    void otherFaultsAreNoRefusal() {
        talk.connectTo(LOW);
        talk.failsToDial(LinkFault.Kind.TIMEOUT);
        talk.failsToDial(LinkFault.Kind.WRONG_PEER);
        talk.expectEvents();
    }

    @Test
    void handshakeThatTakesTooLongIsAFault() {
        talk.connectTo(LOW);
        ScriptedLink link = talk.dialled().identifies(LOW).replies(ReplyTag.RETRY_GLOBAL, 3, 0);
        talk.advance(Duration.ofSeconds(10));
        link.expectClosed(LinkFault.Kind.TIMEOUT);
        talk.dialled().identifies(LOW).expect("connect gs=5 cs=0");
    }

    @Test
    void markDownEndsWithoutACallback() {
        ScriptedLink link = talk.opened(LOW);
        talk.connection().markDown();
        link.expectClosed(LinkFault.Kind.LOCAL);
        assertTrue(talk.connection().isClosed());
        assertEquals(SendResult.CLOSED, talk.send("late"));
        talk.expectEvents();
        talk.connection().markDown();
        talk.expectEvents();
    }

    @Test
    void markDownByAddressIsTold() {
        talk.opened(LOW);
        talk.endpoint().messenger().markDown(HIGH);
        talk.expectEvents();
        talk.endpoint().messenger().markDown(LOW);
        talk.expectEvents("reset");
        talk.endpoint().messenger().markDown(LOW);
        talk.expectEvents();
    }

    @Test
    void markDownAllIsToldForEach() {
        talk.opened(LOW);
        talk.connectTo(HIGH);
        talk.endpoint().messenger().markDownAll();
        talk.expectEvents("reset", "reset");
        assertEquals(0, talk.sessions());
    }

    @Test
    void disposableSessionEndsWithItsLink() {
        ScriptedLink link = talk.opened(LOW);
        talk.connection().markDisposable();
        assertTrue(talk.connection().policy().lossy());
        link.sends(1, "still acknowledged").endsBatch().expect("ack 1");
        talk.expectEvents("still acknowledged");
        link.fails();
        talk.expectEvents("reset");
        assertTrue(talk.connection().isClosed());
        talk.expectNoDial();
    }

    @Test
    void disposableSessionStaysSoWhateverTheAcceptorSays() {
        talk.connectTo(LOW);
        talk.connection().markDisposable();
        talk.dialled().identifies(LOW).replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).fails();
        talk.expectEvents("connected", "reset");
    }

    @Test
    void closeOfThePeerEndsTheSessionForGood() {
        ScriptedLink link = talk.opened(LOW).saysClose();
        link.expectClosed(LinkFault.Kind.LOCAL);
        talk.expectEvents("reset");
        assertTrue(talk.connection().isClosed());
        talk.expectNoDial();
    }

    @Test
    void newConnectionAfterTheEndIsANewSession() {
        ScriptedLink first = talk.opened(LOW);
        talk.connection().markDown();
        first.expectClosed(LinkFault.Kind.LOCAL);
        talk.connectTo(LOW);
        talk.send("fresh");
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=0")
                .replies(ReplyTag.READY, 2, 1)
                .expect("message 1 fresh");
        talk.expectEvents("connected");
    }

    @Test
    void sameAddressIsTheSameSession() {
        talk.opened(LOW);
        assertEquals(
                talk.connection(),
                talk.endpoint().messenger().connect(talk.session(LOW).peerType(), LOW));
        talk.expectNoDial();
    }

    @Test
    void linkThatClosesSlowlyDoesNotHoldItsTransportUp() {
        talk = talk.insteadWith(Policy.losslessClient());
        ScriptedLink link = talk.opened(LOW).lingers();
        talk.transport().attachment().detach();
        link.expectClosed(LinkFault.Kind.LOCAL).fails();
        talk.expectState("STANDBY");
        talk.expectNoDial();
    }
}
