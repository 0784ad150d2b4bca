package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Sessions without a link that do not dial. */
class StandbyTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessPeer());

    private void limited(Policy policy) {
        talk = talk.insteadWith(policy, settings -> settings.standbyTimeout(MINUTE));
    }

    @Test
    void faultWithNothingToSendStandsBy() {
        talk.opened(LOW).fails();
        talk.expectState("STANDBY");
        talk.advance(Duration.ofHours(1));
        talk.expectNoDial();
    }

    @Test
    void whoWaitsForAReplyOfAPeerThatCannotDialItDials() {
        var connection = talk.endpoint().messenger().connectSeparately(EntityType.OSD, LOW);
        ScriptedLink link = talk.dialled().identifies(LOW);
        link.expect("connect gs=1 cs=0").replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).expect("seq 0");
        connection.request(Conversation.message("question"), MINUTE);
        link.expect("message 1 question").acks(1).fails();
        talk.dialled().identifies(LOW).expect("connect gs=2 cs=2");
    }

    @Test
    void sendWakesIt() {
        talk.opened(LOW).fails();
        assertEquals(SendResult.ACCEPTED, talk.send("wake up"));
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=2")
                .replies(ReplyTag.SEQ, 2, 3)
                .tellsSeq(0)
                .expect("seq 0", "message 1 wake up");
        talk.expectEvents();
    }

    @Test
    void faultWithSomethingToSendDials() {
        ScriptedLink link = talk.opened(LOW);
        talk.send("in flight");
        link.expect("message 1 in flight").fails();
        talk.dialled().identifies(LOW).expect("connect gs=2 cs=2");
    }

    @Test
    void policyWithoutStandbyDialsAnyway() {
        talk = talk.insteadWith(Policy.losslessClient());
        talk.opened(LOW).fails();
        talk.dialled().identifies(LOW).expect("connect gs=2 cs=2");
    }

    @Test
    void serverNeverDials() {
        talk = talk.insteadWith(Policy.statefulServer());
        ScriptedLink link = talk.acceptedFrom(LOW);
        talk.send("in flight");
        link.fails();
        talk.expectState("STANDBY");
        talk.send("queued");
        talk.advance(Duration.ofHours(1));
        talk.expectNoDial();
        talk.accepts(LOW)
                .connects(2, 2)
                .expect("SEQ gs=2 cs=3", "seq 0")
                .tellsSeq(0)
                .expect("message 1 in flight", "message 2 queued");
    }

    @Test
    void peerThatDoesNotListenIsNeverDialled() {
        talk = talk.insteadWith(Policy.losslessPeerReuse());
        ScriptedLink link = talk.acceptedFrom(LOW.withPort(0));
        talk.send("in flight");
        link.fails();
        talk.expectState("STANDBY");
        talk.send("queued");
        talk.expectNoDial();
        talk.accepts(LOW.withPort(0))
                .connects(2, 2)
                .expect("SEQ gs=2 cs=3", "seq 0")
                .tellsSeq(0)
                .expect("message 1 in flight", "message 2 queued");
    }

    @Test
    void serverThatConnectsWaitsForItsPeer() {
        talk = talk.insteadWith(Policy.statefulServer());
        talk.connectTo(LOW);
        talk.send("queued");
        talk.expectState("STANDBY");
        talk.expectNoDial();
        talk.accepts(LOW).connects(1, 0).tellsSeq(0).expect("SEQ gs=1 cs=1", "seq 0", "message 1 queued");
    }

    @Test
    void timeLimitEndsTheSession() {
        limited(Policy.losslessPeer());
        talk.opened(LOW).fails();
        talk.advance(MINUTE.minusNanos(1));
        talk.expectState("STANDBY");
        talk.advance(Duration.ofNanos(1));
        talk.expectState("CLOSED");
        talk.expectEvents("reset");
        assertEquals(0, talk.sessions());
        assertEquals(SendResult.CLOSED, talk.send("late"));
    }

    @Test
    void timeLimitBeginsAnewWithEachStandby() {
        limited(Policy.statefulServer());
        talk.acceptedFrom(LOW).fails();
        talk.advance(Duration.ofSeconds(50));
        talk.accepts(LOW).connects(2, 2).tellsSeq(0).fails();
        talk.advance(Duration.ofSeconds(59));
        talk.expectState("STANDBY");
        talk.advance(Duration.ofSeconds(1));
        talk.expectState("CLOSED");
    }

    @Test
    void timeLimitDoesNotTouchASessionThatHasALink() {
        limited(Policy.statefulServer());
        talk.acceptedFrom(LOW).fails();
        talk.accepts(LOW).connects(2, 2).tellsSeq(0);
        talk.advance(Duration.ofMinutes(10));
        assertFalse(talk.connection().isClosed());
    }

    @Test
    void timeLimitHoldsWithoutATransportToo() {
        limited(Policy.losslessClient());
        talk.opened(LOW);
        talk.transport().attachment().detach();
        talk.expectState("STANDBY");
        talk.advance(MINUTE);
        talk.expectState("CLOSED");
        talk.expectEvents("reset");
    }

    @Test
    void timeLimitHoldsForAServersPeerThatNeverComes() {
        limited(Policy.statefulServer());
        talk.connectTo(LOW);
        talk.advance(MINUTE);
        talk.expectState("CLOSED");
    }

    @Test
    void sessionWaitsForATransport() {
        talk.close();
        talk = Conversation.withoutTransport(Policy.losslessClient(), settings -> settings);
        talk.connectTo(LOW);
        assertEquals(SendResult.ACCEPTED, talk.send("early"));
        talk.expectState("STANDBY");
        ScriptedTransport transport = new ScriptedTransport("scripted").attachTo(talk.endpoint());
        transport
                .dialled()
                .identifies(LOW)
                .expect("connect gs=1 cs=0")
                .replies(ReplyTag.SEQ, 1, 1)
                .tellsSeq(0)
                .expect("seq 0", "message 1 early");
    }

    @Test
    void transportThatGoesLeavesTheSessionToTheNext() {
        talk = talk.insteadWith(Policy.losslessClient());
        ScriptedLink old = talk.opened(LOW);
        talk.send("kept");
        old.expect("message 1 kept");
        talk.transport().attachment().detach();
        old.expectClosed(LinkFault.Kind.LOCAL);
        talk.send("more");
        assertFalse(talk.connection().isClosed());
        ScriptedTransport next = new ScriptedTransport("scripted").attachTo(talk.endpoint());
        next.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=3")
                .replies(ReplyTag.SEQ, 2, 4)
                .tellsSeq(0)
                .expect("seq 0", "message 1 kept", "message 2 more");
        talk.expectEvents();
        assertTrue(talk.connection().isConnected());
    }

    @Test
    void transportOfAnotherSchemeDoesNotHelp() {
        talk.close();
        talk = Conversation.withoutTransport(Policy.losslessClient(), settings -> settings);
        talk.connectTo(LOW);
        ScriptedTransport other = new ScriptedTransport("other").attachTo(talk.endpoint());
        other.expectNoDial();
        talk.expectState("STANDBY");
    }
}
