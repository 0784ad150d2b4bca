package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.SessionLostException;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Peers that are alive, and peers that are silent. */
class KeepaliveTest {
    private static final Duration IDLE = Duration.ofSeconds(40);
    private static final Duration QUARTER = Duration.ofSeconds(10);

    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessPeer(), settings -> settings.idleTimeout(IDLE));

    private void advance(Duration by, int times) {
        for (int i = 0; i < times; i++) {
            talk.advance(by);
        }
    }

    @Test
    void keepaliveIsAnsweredWithItsStamp() {
        talk.opened(LOW).asksAlive(5, 6).expect("keepalive ack 5.6");
    }

    @Test
    void keepaliveOfALinkThatWasReplacedIsNotAnswered() {
        ScriptedLink first = talk.acceptedFrom(LOW).lingers();
        ScriptedLink second = talk.accepts(LOW).connects(2, 2).tellsSeq(0).expect("SEQ gs=2 cs=3", "seq 0");
        first.asksAlive(5, 6).expectNothing();
        second.expectNothing();
    }

    @Test
    void roundTripIsMeasured() {
        ScriptedLink link = talk.opened(LOW);
        assertTrue(talk.connection().lastKeepaliveAck().isEmpty());
        CompletableFuture<Duration> roundTrip = talk.connection().keepalive();
        link.expect("keepalive");
        talk.advanceMillis(7);
        assertFalse(roundTrip.isDone());
        link.answersAlive();
        assertEquals(Duration.ofMillis(7), roundTrip.join());
        assertTrue(talk.connection().lastKeepaliveAck().isPresent());
    }

    @Test
    void answersFindTheirQuestions() {
        ScriptedLink link = talk.opened(LOW);
        CompletableFuture<Duration> first = talk.connection().keepalive();
        CompletableFuture<Duration> second = talk.connection().keepalive();
        link.expect("keepalive", "keepalive").answersAlive();
        assertTrue(second.isDone());
        assertFalse(first.isDone());
    }

    private static void expectLost(CompletableFuture<?> future) {
        assertInstanceOf(
                SessionLostException.class,
                assertThrows(CompletionException.class, future::join).getCause());
    }

    @Test
    void questionIsLostWithItsLink() {
        ScriptedLink link = talk.opened(LOW);
        CompletableFuture<Duration> roundTrip = talk.connection().keepalive();
        link.fails();
        expectLost(roundTrip);
        expectLost(talk.connection().keepalive());
    }

    @Test
    void silentPeerIsAFault() {
        ScriptedLink link = talk.opened(LOW);
        advance(QUARTER, 4);
        link.expectOpen();
        talk.advance(QUARTER);
        link.expectClosed(LinkFault.Kind.TIMEOUT);
        talk.expectState("STANDBY");
    }

    @Test
    void anythingWholeThatArrivesCounts() {
        ScriptedLink link = talk.opened(LOW);
        for (int seq = 1; seq <= 5; seq++) {
            advance(QUARTER, 3);
            link.endsBatch();
        }
        link.expectOpen();
    }

    @Test
    void silenceOfALinkThatWaitsForAThrottleIsNotThePeers() {
        talk = talk.insteadWith(
                Policy.losslessPeer().withThrottles(1, 0),
                settings -> settings.idleTimeout(IDLE).readAheadBytes(0));
        talk.log().onMessage(message -> message.retain());
        ScriptedLink link = talk.opened(LOW).sends(1, "held").sends(2, "waits");
        assertEquals(1, link.unread());
        advance(QUARTER, 20);
        link.expectOpen();
        talk.expectEvents("held");
        talk.endpoint().setPolicy(EntityType.OSD, Policy.losslessPeer());
        assertEquals(1, link.resumesAsked());
        link.resumes();
        talk.expectEvents("waits");
        advance(QUARTER, 4);
        link.expectOpen();
        talk.advance(QUARTER);
        link.expectClosed(LinkFault.Kind.TIMEOUT);
    }

    @Test
    void noIdleTimeoutMeansForEver() {
        talk = talk.insteadWith(Policy.losslessPeer(), settings -> settings.idleTimeout(Duration.ZERO));
        ScriptedLink link = talk.opened(LOW);
        talk.advance(Duration.ofDays(3));
        link.expectOpen();
    }

    @Test
    void openLinksAreProbedInTheInterval() {
        talk = talk.insteadWith(Policy.losslessPeer(), settings -> settings.keepaliveInterval(Duration.ofSeconds(5)));
        ScriptedLink link = talk.opened(LOW);
        talk.advance(Duration.ofSeconds(5));
        link.expect("keepalive").answersAlive();
        talk.advance(Duration.ofSeconds(4));
        link.expectNothing();
        talk.advance(Duration.ofSeconds(1));
        link.expect("keepalive").fails();
        advance(Duration.ofSeconds(5), 5);
        talk.expectNoDial();
    }

    @Test
    void probesKeepAQuietPeerAlive() {
        talk = talk.insteadWith(
                Policy.losslessPeer(), settings -> settings.idleTimeout(IDLE).keepaliveInterval(QUARTER));
        ScriptedLink link = talk.opened(LOW);
        for (int i = 0; i < 10; i++) {
            talk.advance(QUARTER);
            link.expect("keepalive").answersAlive().endsBatch();
        }
        link.expectOpen();
    }

    @Test
    void unaskedAnswerIsIgnored() {
        ScriptedLink link = talk.opened(LOW);
        talk.connection().keepalive();
        link.expect("keepalive").answersAlive().answersAlive().expectNothing().expectOpen();
    }
}
