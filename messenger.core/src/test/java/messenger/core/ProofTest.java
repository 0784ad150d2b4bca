package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.spi.Authorizer;
import messenger.spi.AuthorizerData;
import messenger.spi.ConnectReply;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a dialler proves who it is. */
class ProofTest {
    /** Numbers its proofs. */
    private static final class Counting implements Authorizer {
        private int proofs;
        private boolean believes = true;

        @Override
        public AuthorizerData prove(EntityName self, EntityType peer, boolean renew) {
            return data((renew ? "renewed " : "proof ") + ++proofs);
        }

        @Override
        public AuthorizerData answer(EntityName self, EntityType peer, AuthorizerData sent, byte[] challenge) {
            return data(new String(sent.bytes()) + " answers " + new String(challenge));
        }

        @Override
        public Verdict verify(EntityName self, EntityType peer, AuthorizerData proof) {
            return Verdict.accepted(new byte[0]);
        }

        @Override
        public boolean verifyReply(EntityType peer, AuthorizerData sent, byte[] reply) {
            return believes;
        }

        private static AuthorizerData data(String text) {
            return new AuthorizerData(2, text.getBytes());
        }
    }

    private final Counting authorizer = new Counting();
    private Conversation talk;
    private ScriptedLink link;

    @BeforeEach
    void dial() {
        talk = Conversation.with(Policy.losslessClient(), settings -> settings.authorizer("counting"));
        talk.runtime().add("counting", authorizer);
        talk.connectTo(LOW);
        link = talk.dialled().identifies(LOW).expect("connect gs=1 cs=0");
    }

    @AfterEach
    void end() {
        talk.close();
    }

    private void expectProof(String expected) {
        assertEquals(expected, new String(link.lastConnect().authorizer().bytes()));
    }

    @Test
    void proofThatIsRefusedIsRenewedOnce() {
        expectProof("proof 1");
        link.replies(ReplyTag.BADAUTHORIZER, 0, 0).expect("connect gs=2 cs=0");
        expectProof("renewed 2");
        link.replies(ReplyTag.BADAUTHORIZER, 0, 0).expectNothing().expectClosed(LinkFault.Kind.PROTOCOL);
    }

    @Test
    void nextLinkBeginsWithAnOrdinaryProof() {
        link.replies(ReplyTag.BADAUTHORIZER, 0, 0).replies(ReplyTag.BADAUTHORIZER, 0, 0);
        link = talk.dialled().identifies(LOW);
        expectProof("proof 3");
    }

    @Test
    void challengeIsAnswered() {
        link.replies(new ConnectReply(ReplyTag.CHALLENGE_AUTHORIZER, 0, 0, 0, 24, "riddle".getBytes(), false))
                .expect("connect gs=2 cs=0");
        expectProof("proof 1 answers riddle");
        link.replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).expect("seq 0");
    }

    @Test
    void answerToAChallengeGoesWithEveryFurtherConnect() {
        link.replies(new ConnectReply(ReplyTag.CHALLENGE_AUTHORIZER, 0, 0, 0, 24, "riddle".getBytes(), false))
                .replies(ReplyTag.RETRY_GLOBAL, 5, 0);
        assertEquals(6, link.lastConnect().globalSeq());
        expectProof("proof 1 answers riddle");
    }

    @Test
    void acceptorMustProveItselfToo() {
        authorizer.believes = false;
        link.replies(ReplyTag.SEQ, 1, 1).expectClosed(LinkFault.Kind.PROTOCOL);
    }

    @Test
    void noneWritesWhatCephWrites() {
        NoneAuthorizer none = new NoneAuthorizer();
        AuthorizerData client = none.prove(EntityName.parse("client.?"), EntityType.OSD, false);
        assertEquals(1, client.protocol());
        assertArrayEquals(
                new byte[] {1, 8, 0, 0, 0, 5, 0, 0, 0, 'a', 'd', 'm', 'i', 'n', 0, 0, 0, 0, 0, 0, 0, 0},
                client.bytes());
        assertArrayEquals(
                new byte[] {1, 4, 0, 0, 0, 1, 0, 0, 0, '1', 1, 0, 0, 0, 0, 0, 0, 0},
                none.prove(EntityName.parse("osd.1"), EntityType.OSD, true).bytes());
    }

    @Test
    void noneShowsNothingToMonitors() {
        assertEquals(
                AuthorizerData.NOTHING,
                new NoneAuthorizer().prove(EntityName.parse("client.1"), EntityType.MON, false));
    }

    @Test
    void noneAcceptsNoneAndNothingOnly() {
        NoneAuthorizer none = new NoneAuthorizer();
        EntityName self = EntityName.parse("osd.0");
        for (int protocol = 0; protocol <= 3; protocol++) {
            assertEquals(
                    protocol < 2 ? Authorizer.Verdict.Outcome.ACCEPTED : Authorizer.Verdict.Outcome.REFUSED,
                    none.verify(self, EntityType.CLIENT, new AuthorizerData(protocol, new byte[0]))
                            .outcome(),
                    "protocol " + protocol);
        }
    }
}
