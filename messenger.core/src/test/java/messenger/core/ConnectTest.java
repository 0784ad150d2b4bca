package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.spi.ConnectReply;
import messenger.spi.Features;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dialler does with each answer. */
class ConnectTest {
    private static final long WANTED = 1L << 58;

    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessClient());

    private ScriptedLink dialling() {
        talk.connectTo(LOW);
        return talk.dialled().identifies(LOW).expect("connect gs=1 cs=0");
    }

    @Test
    void connectSaysWhoAndWhat() {
        ScriptedLink link = dialling();
        assertEquals(Policy.DEFAULT_FEATURES, link.lastConnect().features());
        assertEquals(EntityType.OSD, link.lastConnect().hostType());
        assertEquals(ScriptedTransport.PROTOCOL_VERSION, link.lastConnect().protocolVersion());
        assertFalse(link.lastConnect().lossy());
        assertEquals(LOW, link.dialledAddress());
    }

    @Test
    void seqIsAnsweredWithOnesOwn() {
        ScriptedLink link = dialling();
        talk.send("queued");
        link.replies(ReplyTag.SEQ, 5, 1).expectNothing().tellsSeq(0).expect("seq 0", "message 1 queued");
        talk.expectEvents("connected");
        talk.expectState("OPEN");
        assertTrue(talk.connection().isConnected());
        assertEquals(5, talk.dto().peerGlobalSeq);
    }

    @Test
    void readyStartsAtOnce() {
        ScriptedLink link = dialling();
        talk.send("queued");
        link.replies(ReplyTag.READY, 5, 1).expect("message 1 queued");
        talk.expectEvents("connected");
        talk.expectState("OPEN");
    }

    @Test
    void readyOnAReconnectSendsEverythingAgain() {
        ScriptedLink first = talk.opened(LOW);
        talk.send("one");
        first.expect("message 1 one")
                .sends(1, "theirs")
                .endsBatch()
                .expect("ack 1")
                .fails();
        ScriptedLink second = talk.dialled().identifies(LOW).expect("connect gs=2 cs=2");
        second.replies(ReplyTag.READY, 2, 3).expect("message 1 one", "ack 1");
        second.sends(1, "theirs again").sends(2, "next").endsBatch().expect("ack 2");
        talk.expectEvents("theirs", "next");
    }

    @Test
    void acceptorDecidesLossiness() {
        ScriptedLink link = dialling();
        link.replies(Handshakes.lossyReply(ReplyTag.SEQ, 5, 1)).tellsSeq(0);
        assertTrue(talk.connection().policy().lossy());
        link.fails();
        talk.expectEvents("connected", "reset");
    }

    @Test
    void featuresAreThoseOfBoth() {
        dialling()
                .replies(Handshakes.reply(ReplyTag.SEQ, 5, 1, Features.RECONNECT_SEQ | 1L << 63, false))
                .tellsSeq(0);
        assertEquals(Features.RECONNECT_SEQ, talk.connection().features());
    }

    @Test
    void retryGlobalGoesBeyondTheNumberTold() {
        dialling()
                .replies(ReplyTag.RETRY_GLOBAL, 7, 0)
                .expect("connect gs=8 cs=0")
                .replies(ReplyTag.SEQ, 9, 1)
                .tellsSeq(0)
                .expect("seq 0");
    }

    @Test
    void retrySessionTakesTheNumberTold() {
        ScriptedLink first = talk.opened(LOW);
        first.fails();
        talk.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=2")
                .replies(ReplyTag.RETRY_SESSION, 0, 6)
                .expect("connect gs=3 cs=6")
                .replies(ReplyTag.SEQ, 2, 7)
                .tellsSeq(0)
                .expect("seq 0");
        assertEquals(7, talk.dto().connectSeq);
    }

    @Test
    void retrySessionThatGoesBackIsAFault() {
        dialling().replies(ReplyTag.RETRY_SESSION, 0, 0).expectClosed(LinkFault.Kind.PROTOCOL);
        talk.dialled();
    }

    @Test
    void resetSessionOfASessionThatNeverWasOpenLosesNothing() {
        ScriptedLink link = dialling();
        talk.send("kept");
        link.replies(ReplyTag.RESETSESSION, 0, 0)
                .expect("connect gs=2 cs=0")
                .replies(ReplyTag.SEQ, 2, 1)
                .tellsSeq(0)
                .expect("seq 0", "message 1 kept");
        talk.expectEvents("connected");
    }

    @Test
    void resetSessionOfAKnownSessionDropsItsQueue() {
        ScriptedLink first = talk.opened(LOW).sends(1, "theirs");
        talk.expectEvents("theirs");
        talk.send("in flight");
        first.fails();
        talk.send("queued");
        ScriptedLink second = talk.dialled()
                .identifies(LOW)
                .expect("connect gs=2 cs=2")
                .replies(ReplyTag.RESETSESSION, 0, 0)
                .expect("connect gs=3 cs=0");
        assertEquals(0, talk.dto().queued);
        assertEquals(0, talk.dto().storedBytes);
        talk.send("new");
        second.replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).expect("seq 0", "message 1 new");
        second.sends(1, "theirs from one").endsBatch().expect("ack 1");
        talk.expectEvents("remote reset", "connected", "theirs from one");
    }

    @Test
    void otherProtocolVersionIsAFault() {
        dialling()
                .replies(new ConnectReply(ReplyTag.BADPROTOVER, 0, 0, 0, 15, new byte[0], false))
                .expectClosed(LinkFault.Kind.PROTOCOL);
        assertTrue(talk.dto().lastFault.contains("15"), talk.dto().lastFault);
        talk.expectState("CONNECTING");
    }

    @Test
    void featuresThatThePeerRequiresAreNamed() {
        ScriptedLink link = dialling();
        link.replies(Handshakes.reply(ReplyTag.FEATURES, 0, 0, Policy.DEFAULT_FEATURES | 1L << 63, false))
                .expectClosed(LinkFault.Kind.PROTOCOL);
        assertTrue(
                link.fault().text().contains("0x8000000000000000"), link.fault().text());
    }

    @Test
    void featuresThatThePeerLacksAreNamed() {
        talk.endpoint()
                .setPolicy(EntityType.OSD, Policy.losslessClient().withFeatures(Policy.DEFAULT_FEATURES, WANTED));
        ScriptedLink link = dialling().replies(Handshakes.reply(ReplyTag.SEQ, 0, 1, 0x40, false));
        link.expectClosed(LinkFault.Kind.PROTOCOL);
        assertTrue(
                link.fault().text().contains("0x400000000000000"), link.fault().text());
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplyTag.class,
            names = {"READY", "SEQ"})
    void connectSeqOfTheAnswerMustFollow(ReplyTag tag) {
        dialling().replies(tag, 5, 2).expectClosed(LinkFault.Kind.PROTOCOL);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReplyTag.class,
            names = {"RETRY_GLOBAL", "RESETSESSION"})
    void endlessRetriesAreCut(ReplyTag tag) {
        ScriptedLink link = dialling();
        for (int i = 2; i <= 17; i++) {
            link.replies(tag, 0, 0).expect("connect gs=" + i + " cs=0").expectOpen();
        }
        link.replies(tag, 0, 0).expectNothing().expectClosed(LinkFault.Kind.PROTOCOL);
    }

    @Test
    void answersOfALinkThatWasReplacedAreIgnored() {
        ScriptedLink own = dialling().lingers();
        ScriptedLink theirs = talk.accepts(LOW).connects(1, 0).expect("SEQ gs=2 cs=1", "seq 0");
        own.replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).expectNothing();
        theirs.tellsSeq(0);
        talk.expectState("OPEN");
        own.fails();
        talk.expectState("OPEN");
    }
}
