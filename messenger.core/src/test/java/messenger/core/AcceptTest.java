package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import messenger.api.Connection;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.spi.Features;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Peers that dial: new sessions, and links that take one over. */
class AcceptTest {
    @AutoClose
    private Conversation talk = Conversation.with(Policy.statefulServer());

    @Test
    void newSessionExchangesNumbers() {
        ScriptedLink link = talk.accepts(LOW).expectNothing();
        link.connects(9, 0).expect("SEQ gs=1 cs=1", "seq 0");
        talk.expectEvents();
        link.tellsSeq(0).expectNothing();
        talk.expectEvents("accepted");
        talk.use(LOW);
        talk.expectState("OPEN");
        assertEquals(1, talk.dto().connectSeq);
        assertEquals(9, talk.dto().peerGlobalSeq);
        assertEquals(Policy.DEFAULT_FEATURES, talk.connection().features());
    }

    @Test
    void peerThatExchangesNoNumbersIsReadyAtOnce() {
        talk.accepts(LOW).connects(Handshakes.connectWithoutExchange(1, 0)).expect("READY gs=1 cs=1");
        talk.expectEvents("accepted");
        talk.use(LOW);
        assertEquals(0, talk.connection().features() & Features.RECONNECT_SEQ);
    }

    @Test
    void lossyServerSaysSo() {
        talk = talk.insteadWith(Policy.statelessServer());
        talk.accepts(LOW).connects(1, 0).expect("SEQ gs=1 cs=1 lossy", "seq 0");
    }

    @Test
    void retryGlobalNamesTheHighestSeen() {
        ScriptedLink first = talk.accepts(LOW).connects(7, 0).tellsSeq(0);
        ScriptedLink second = talk.accepts(LOW).connects(2, 1).expect("RETRY_GLOBAL gs=7 cs=0");
        first.expectOpen();
        second.connects(8, 2).expect("SEQ gs=2 cs=3", "seq 0");
        first.expectClosed(LinkFault.Kind.LOCAL);
    }

    @Test
    void retrySessionNamesTheOneWanted() {
        talk = talk.insteadWith(Policy.losslessPeer());
        talk.acceptedFrom(LOW);
        ScriptedLink second = talk.accepts(LOW).connects(2, 1).expect("RETRY_SESSION gs=0 cs=2");
        second.connects(3, 2).expect("SEQ gs=2 cs=3", "seq 0").tellsSeq(0);
        talk.expectState("OPEN");
        talk.expectEvents();
    }

    @Test
    void unknownSessionIsResetWhereThePolicyChecks() {
        ScriptedLink link = talk.accepts(LOW).connects(4, 3).expect("RESETSESSION gs=0 cs=0");
        assertEquals(0, talk.sessions());
        link.connects(5, 0).expect("SEQ gs=1 cs=1", "seq 0");
    }

    @Test
    void unknownSessionIsTakenWhereThePolicyDoesNotCheck() {
        talk = talk.insteadWith(Policy.statelessServer());
        talk.accepts(LOW).connects(4, 3).expect("SEQ gs=1 cs=4 lossy", "seq 0");
    }

    @Test
    void lossySessionIsResetAndReplaced() {
        talk = talk.insteadWith(Policy.statelessServer());
        ScriptedLink first = talk.accepts(LOW).connects(1, 0).tellsSeq(0);
        talk.expectEvents("accepted");
        Connection old = talk.session(LOW).connection();
        ScriptedLink second = talk.accepts(LOW).connects(2, 0).expect("SEQ gs=2 cs=1 lossy", "seq 0");
        first.expectClosed(LinkFault.Kind.LOCAL);
        second.tellsSeq(0);
        talk.expectEvents("reset", "accepted");
        assertTrue(old.isClosed());
        assertEquals(SendResult.CLOSED, old.trySend(Conversation.message("late")));
        assertNotSame(old, talk.session(LOW).connection());
    }

    @Test
    void newerLinkTakesTheSessionOverWithItsQueue() {
        ScriptedLink first = talk.acceptedFrom(LOW);
        Connection connection = talk.connection();
        talk.send("one");
        talk.send("two");
        first.expect("message 1 one", "message 2 two").sends(1, "hello");
        ScriptedLink second = talk.accepts(LOW).connects(2, 2).expect("SEQ gs=2 cs=3", "seq 1");
        second.tellsSeq(1).expect("message 2 two");
        talk.expectEvents("hello");
        assertSame(connection, talk.session(LOW).connection());
        assertEquals(1, talk.dto().reconnects);
        assertEquals(1, talk.dto().replayed);
    }

    @Test
    void restartedPeerIsToldNumbersAnewAndTheOldSessionIsResetWhereThePolicyChecks() {
        ScriptedLink first = talk.acceptedFrom(LOW).sends(1, "before");
        talk.expectEvents("before");
        talk.send("lost");
        first.expect("message 1 lost", "ack 1");
        ScriptedLink second = talk.accepts(LOW).connects(2, 0).expect("READY gs=2 cs=1");
        talk.expectEvents("remote reset", "accepted");
        second.sends(1, "again from one").endsBatch().expect("ack 1");
        talk.send("new");
        second.expect("message 1 new");
        talk.expectEvents("again from one");
    }

    @Test
    void restartedPeerGetsTheQueueWhereThePolicyDoesNotCheck() {
        talk = talk.insteadWith(Policy.losslessPeer());
        ScriptedLink first =
                talk.acceptedFrom(LOW).sends(1, "before").endsBatch().expect("ack 1");
        talk.send("kept");
        first.expect("message 1 kept");
        ScriptedLink second = talk.accepts(LOW).connects(2, 0).expect("READY gs=2 cs=1", "message 1 kept");
        second.sends(1, "again from one").endsBatch().expect("ack 1");
        talk.expectEvents("before", "again from one");
    }

    @Test
    void lostFirstReplyKeepsTheQueue() {
        ScriptedLink first = talk.acceptedFrom(LOW);
        talk.send("greeting");
        first.expect("message 1 greeting").fails();
        talk.expectState("STANDBY");
        talk.accepts(LOW)
                .connects(2, 0)
                .expect("SEQ gs=2 cs=1", "seq 0")
                .tellsSeq(0)
                .expect("message 1 greeting");
        talk.expectEvents();
    }

    @Test
    void lostFirstReplyBeforeTheSessionWasOpen() {
        talk.accepts(LOW).connects(1, 0).expect("SEQ gs=1 cs=1", "seq 0").fails();
        talk.use(LOW);
        talk.send("queued");
        talk.accepts(LOW)
                .connects(2, 0)
                .expect("SEQ gs=2 cs=1", "seq 0")
                .tellsSeq(0)
                .expect("message 1 queued");
        talk.expectEvents("accepted");
    }

    @Test
    void connectSeqTooHighIsTaken() {
        talk.acceptedFrom(LOW);
        talk.accepts(LOW).connects(2, 40).expect("SEQ gs=2 cs=41", "seq 0");
    }

    @Test
    void whatTheReplacedLinkStillReadsIsDropped() {
        ScriptedLink first = talk.acceptedFrom(LOW).sends(1, "one").lingers();
        ScriptedLink second = talk.accepts(LOW).connects(2, 2).expect("SEQ gs=2 cs=3", "seq 1");
        first.sends(2, "too late").endsBatch().fails();
        second.tellsSeq(0).sends(2, "in time").endsBatch().expect("ack 2");
        talk.expectEvents("one", "in time");
        assertEquals(0, talk.dto().duplicatesDropped);
        talk.expectState("OPEN");
    }
}
