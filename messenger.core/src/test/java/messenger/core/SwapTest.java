package messenger.core;

import static messenger.core.Conversation.HIGH;
import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import messenger.spi.SessionId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Swaps, control frames and session ids, with a peer that is played by the test. */
class SwapTest {
    private static final SessionId ID = new SessionId(1, 2);
    private static final EntityAddress OTHER = new EntityAddress("other", LOW.ip(), 7000, LOW.nonce());

    @AutoClose
    private final Conversation talk =
            Conversation.with(Policy.losslessPeer(), settings -> settings.swapAutomatic(false));

    private static Connect connect(long globalSeq, long connectSeq, SessionId session) {
        return new Connect(
                Policy.DEFAULT_FEATURES,
                EntityType.OSD,
                globalSeq,
                connectSeq,
                ScriptedTransport.PROTOCOL_VERSION,
                AuthorizerData.NOTHING,
                false,
                true,
                session);
    }

    private static ConnectReply reply(ReplyTag tag, long globalSeq, long connectSeq) {
        return new ConnectReply(
                tag,
                Policy.DEFAULT_FEATURES,
                globalSeq,
                connectSeq,
                ScriptedTransport.PROTOCOL_VERSION,
                new byte[0],
                false,
                true);
    }

    private static Control.Announce announce(SessionId id, EntityAddress... addresses) {
        return new Control.Announce(id, LOW, List.of(addresses));
    }

    /** A peer that takes control frames has dialled, and told the session's id. */
    private ScriptedLink accepted() {
        ScriptedLink link = talk.accepts(LOW).connects(connect(1, 0, null)).expect("SEQ gs=1 cs=1", "seq 0");
        link.tellsSeq(0).controls(announce(ID, LOW, OTHER));
        assertTrue(link.lastReply().control());
        talk.expectEvents("accepted");
        talk.use(LOW);
        link.expect("control " + new Control.Announce(ID, Conversation.OWN, List.of(Conversation.OWN)));
        return link;
    }

    /** This side has dialled a peer that takes control frames and has another transport. */
    private ScriptedLink dialled() {
        talk.connectTo(LOW);
        ScriptedLink link = talk.dialled().identifies(LOW).expect("connect gs=1 cs=0");
        assertTrue(link.lastConnect().control());
        link.replies(reply(ReplyTag.SEQ, 1, 1)).tellsSeq(0);
        return link;
    }

    private static SessionId told(ScriptedLink link) {
        return link.lastConnect().session();
    }

    @Test
    void peerWithoutControlFramesGetsNone() {
        ScriptedLink link = talk.opened(LOW);
        assertTrue(link.lastConnect().control());
        link.expectNothing();
        link.controls(new Control.Swap("other")).expectClosed(LinkFault.Kind.PROTOCOL);
        assertTrue(
                link.fault().text().contains("none was agreed on"), link.fault().text());
    }

    @Test
    void lossySessionOffersNone() {
        Conversation lossy = talk.insteadWith(Policy.lossyClient());
        lossy.connectTo(LOW);
        ScriptedLink link = lossy.dialled().identifies(LOW);
        assertFalse(link.lastConnect().control());
        lossy.close();
    }

    @Test
    void malformedControlFrameFaultsTheLinkOnly() {
        ScriptedLink link = accepted();
        link.controlsRaw(ByteBuffer.wrap(new byte[] {2, 5, 'x'})).expectClosed(LinkFault.Kind.PROTOCOL);
        assertTrue(link.fault().text().contains("ends too early"), link.fault().text());
        talk.expectState("STANDBY");
    }

    @Test
    void controlOfALaterVersionIsIgnored() {
        accepted()
                .controlsRaw(ByteBuffer.wrap(new byte[] {99, 1, 2, 3}))
                .expectOpen()
                .expectNothing();
    }

    @Test
    void whoDoesNotKnowTheIdCannotResumeTheSession() {
        ScriptedLink link = accepted();
        talk.accepts(LOW).connects(connect(2, 2, null)).expect("RESETSESSION gs=0 cs=0");
        talk.accepts(LOW).connects(connect(3, 2, new SessionId(1, 3))).expect("RESETSESSION gs=0 cs=0");
        link.expectOpen().sends(1, "of the peer itself");
        talk.expectEvents("of the peer itself");
        ScriptedLink next = talk.accepts(LOW).connects(connect(4, 2, ID)).expect("SEQ gs=2 cs=3", "seq 1");
        next.tellsSeq(0);
        link.expectClosed(LinkFault.Kind.LOCAL);
        talk.expectState("OPEN");
    }

    @Test
    void peerThatHasStartedAnewNeedsNoId() {
        accepted().sends(1, "before");
        talk.expectEvents("before");
        ScriptedLink link = talk.accepts(LOW).connects(connect(2, 0, null)).expect("READY gs=2 cs=1");
        link.sends(1, "anew");
        talk.expectEvents("anew");
    }

    @Test
    void resumedSessionShowsTheIdThatWasTold() {
        ScriptedLink link = dialled();
        assertEquals(null, told(link));
        SessionId id = link.announced().session();
        link.controls(announce(id, LOW)).fails();
        talk.send("wakes it");
        ScriptedLink next = talk.dialled().identifies(LOW);
        assertEquals(id, told(next));
    }

    @Test
    void candidateThatIsRefusedLeavesTheLinkAlone() {
        for (ReplyTag tag : List.of(
                ReplyTag.RETRY_SESSION,
                ReplyTag.RESETSESSION,
                ReplyTag.WAIT,
                ReplyTag.BADPROTOVER,
                ReplyTag.FEATURES)) {
            Conversation each = talk.insteadWith(Policy.losslessPeer(), settings -> settings.swapAutomatic(false));
            ScriptedTransport other = new ScriptedTransport("other").attachTo(each.endpoint());
            each.connectTo(LOW);
            ScriptedLink link = each.dialled()
                    .identifies(LOW)
                    .replies(reply(ReplyTag.SEQ, 1, 1))
                    .tellsSeq(0);
            link.controls(announce(link.announced().session(), LOW, OTHER));
            each.connection().swap("other");
            ScriptedLink candidate = other.dialled();
            assertEquals(OTHER, candidate.dialledAddress());
            candidate.identifies(OTHER).expect("connect gs=2 cs=2").replies(reply(tag, 9, 9));
            candidate.expectClosed(LinkFault.Kind.PROTOCOL);
            link.expectOpen();
            assertEquals(1, each.dto().swapFailures, tag.name());
            assertNotNull(each.dto().lastSwapFault, tag.name());
            assertEquals("other", each.dto().wantedTransport);
            each.advanceMillis(2000);
            other.dialled();
            each.close();
        }
    }

    @Test
    void messagesThatWereNotReceivedGoFirstOnTheNewLink() {
        ScriptedTransport other = new ScriptedTransport("other").attachTo(talk.endpoint());
        ScriptedLink link = dialled();
        link.controls(announce(link.announced().session(), LOW, OTHER));
        talk.send("one");
        talk.send("two");
        talk.connection().swap("other");
        ScriptedLink candidate = other.dialled().identifies(OTHER).expect("connect gs=2 cs=2");
        link.sends(1, "still by the old link");
        talk.send("three");
        candidate.replies(reply(ReplyTag.SEQ, 2, 3)).tellsSeq(1);
        link.expectClosed(LinkFault.Kind.LOCAL);
        candidate.expect(
                "seq 1",
                "control " + new Control.Announce(ID, Conversation.OWN, List.of(Conversation.OWN)),
                "message 2 two",
                "message 3 three");
        talk.expectEvents("connected", "still by the old link");
        assertEquals(1, talk.dto().swaps);
        assertEquals(0, talk.dto().reconnects);
    }

    @Test
    void keepaliveThatWasNotAnsweredIsRepeatedOnTheNewLink() {
        ScriptedTransport other = new ScriptedTransport("other").attachTo(talk.endpoint());
        ScriptedLink link = dialled();
        link.controls(announce(link.announced().session(), LOW, OTHER));
        CompletableFuture<Duration> roundTrip = talk.connection().keepalive();
        talk.connection().swap("other");
        ScriptedLink candidate = other.dialled().identifies(OTHER).expect("connect gs=2 cs=2");
        candidate.replies(reply(ReplyTag.SEQ, 2, 3)).tellsSeq(0);
        candidate.expect(
                "seq 0",
                "control " + new Control.Announce(ID, Conversation.OWN, List.of(Conversation.OWN)),
                "keepalive");
        assertFalse(roundTrip.isDone());
        candidate.answersAlive();
        assertTrue(roundTrip.isDone() && !roundTrip.isCompletedExceptionally());
    }

    @Test
    void wishIsGrantedAtOnceWhateverTheInterval() {
        Conversation each =
                talk.insteadWith(Policy.losslessPeer(), settings -> settings.swapInterval(Duration.ofHours(1)));
        ScriptedTransport other = new ScriptedTransport("other").attachTo(each.endpoint());
        each.connectTo(LOW);
        ScriptedLink link = each.dialled()
                .identifies(LOW)
                .replies(reply(ReplyTag.SEQ, 1, 1))
                .tellsSeq(0);
        link.controls(announce(link.announced().session(), LOW, OTHER));
        other.expectNoDial();
        each.connection().swap("other");
        other.dialled().fails();
        other.expectNoDial();
        each.connection().swap("other");
        other.dialled();
        each.close();
    }

    @Test
    void aPeerMayNotPassForAnother() {
        ScriptedLink link = accepted();
        link.controls(new Control.Announce(ID, LOW, List.of(HIGH, LOW.withPort(7777))));
        talk.connectTo(HIGH);
        assertEquals(2, talk.sessions());
        assertEquals(HIGH, talk.dialled().dialledAddress());
        assertEquals(talk.session(LOW).connection(), talk.connectTo(LOW.withPort(7777)));
    }
}
