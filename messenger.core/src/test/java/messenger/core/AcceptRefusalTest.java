package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.spi.Authorizer;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Peers that dial and are not let in. */
class AcceptRefusalTest {
    private static final long WANTED = 1L << 58;

    @AutoClose
    private Conversation talk = Conversation.with(Policy.statefulServer());

    private static Connect proving(int protocol, String proof) {
        return new Connect(
                Policy.DEFAULT_FEATURES,
                EntityType.OSD,
                1,
                0,
                ScriptedTransport.PROTOCOL_VERSION,
                new AuthorizerData(protocol, proof.getBytes()),
                false);
    }

    @Test
    void otherProtocolVersionIsToldTheOneWanted() {
        ScriptedLink link = talk.accepts(LOW)
                .connects(new Connect(Policy.DEFAULT_FEATURES, EntityType.OSD, 1, 0, 10, AuthorizerData.NOTHING, false))
                .expect("BADPROTOVER gs=0 cs=0")
                .expectOpen();
        assertEquals(ScriptedTransport.PROTOCOL_VERSION, link.lastReply().protocolVersion());
        link.connects(1, 0).expect("SEQ gs=1 cs=1", "seq 0");
    }

    @Test
    void connectsWithoutEndCloseTheLink() {
        Connect wrong = new Connect(Policy.DEFAULT_FEATURES, EntityType.OSD, 1, 0, 10, AuthorizerData.NOTHING, false);
        ScriptedLink link = talk.accepts(LOW);
        for (int round = 0; round < LinkDriver.MAX_ROUNDS; round++) {
            link.connects(wrong).expect("BADPROTOVER gs=0 cs=0").expectOpen();
        }
        link.connects(wrong).expectNothing().expectClosed(LinkFault.Kind.PROTOCOL);
        assertEquals(0, talk.sessions());
    }

    @Test
    void missingFeaturesAreNamed() {
        talk.endpoint()
                .setPolicy(EntityType.OSD, Policy.statefulServer().withFeatures(Policy.DEFAULT_FEATURES, WANTED));
        ScriptedLink link = talk.accepts(LOW)
                .connects(Handshakes.connect(1, 0, 0x40 | 1L << 63))
                .expect("FEATURES gs=0 cs=0")
                .expectOpen();
        assertEquals(0x40 | WANTED, link.lastReply().features(), "common and required ones");
        assertEquals(0, talk.sessions());
    }

    @Test
    void proofThatIsNotKnownIsRefused() {
        talk.accepts(LOW)
                .connects(proving(2, "cephx"))
                .expect("BADAUTHORIZER gs=0 cs=0")
                .expectOpen();
        assertEquals(0, talk.sessions());
    }

    @Test
    void nobodyGetsInWhileTheAuthorizerIsAbsent() {
        talk = talk.insteadWith(Policy.statefulServer(), settings -> settings.authorizer("cephx"));
        ScriptedLink link = talk.accepts(LOW).connects(1, 0).expect("BADAUTHORIZER gs=0 cs=0");
        talk.runtime().add("cephx", new NoneAuthorizer());
        link.connects(1, 0).expect("SEQ gs=1 cs=1", "seq 0");
    }

    @Test
    void challengeIsPutAndItsAnswerChecked() {
        talk = talk.insteadWith(Policy.statefulServer(), settings -> settings.authorizer("riddle"));
        talk.runtime().add("riddle", new Authorizer() {
            @Override
            public AuthorizerData prove(EntityName self, EntityType peer, boolean renew) {
                return AuthorizerData.NOTHING;
            }

            @Override
            public Verdict verify(EntityName self, EntityType peer, AuthorizerData proof) {
                return switch (new String(proof.bytes())) {
                    case "" -> Verdict.challenged("riddle".getBytes());
                    case "answer" -> Verdict.accepted("welcome".getBytes());
                    default -> Verdict.refused("wrong answer");
                };
            }
        });
        ScriptedLink link = talk.accepts(LOW).connects(proving(2, "")).expect("CHALLENGE_AUTHORIZER gs=0 cs=0");
        assertArrayEquals("riddle".getBytes(), link.lastReply().authorizer());
        link.connects(proving(2, "guess")).expect("BADAUTHORIZER gs=0 cs=0");
        assertEquals(0, link.lastReply().authorizer().length);
        link.connects(proving(2, "answer")).expect("SEQ gs=1 cs=1", "seq 0");
        assertArrayEquals("welcome".getBytes(), link.lastReply().authorizer());
    }

    @Test
    void kindOfPartyMustBeKnown() {
        talk.accepts(LOW)
                .connects(new Connect(
                        Policy.DEFAULT_FEATURES,
                        EntityType.UNKNOWN,
                        1,
                        0,
                        ScriptedTransport.PROTOCOL_VERSION,
                        AuthorizerData.NOTHING,
                        false))
                .expectNothing()
                .expectClosed(LinkFault.Kind.PROTOCOL);
    }

    @Test
    void peerThatSaysNothingTimesOut() {
        ScriptedLink link = talk.accepts(LOW);
        assertEquals(1, talk.endpoint().messenger().state().handshakes);
        talk.advance(Duration.ofSeconds(10).minusNanos(1));
        link.expectOpen();
        talk.advance(Duration.ofNanos(1));
        link.expectClosed(LinkFault.Kind.TIMEOUT);
        assertEquals(0, talk.endpoint().messenger().state().handshakes);
    }

    @Test
    void peerThatDoesNotEndItsHandshakeTimesOutAndTheSessionWaits() {
        ScriptedLink link = talk.accepts(LOW).connects(1, 0).expect("SEQ gs=1 cs=1", "seq 0");
        talk.advance(Duration.ofSeconds(10));
        link.expectClosed(LinkFault.Kind.TIMEOUT);
        talk.use(LOW);
        talk.expectState("STANDBY");
        talk.expectEvents();
    }

    @Test
    void openLinkHasNoHandshakeToTimeOut() {
        ScriptedLink link = talk.acceptedFrom(LOW);
        talk.advance(Duration.ofSeconds(60));
        link.expectOpen();
    }

    @Test
    void endpointThatIsShutDownTakesNoLinks() {
        ScriptedLink early = talk.accepts(LOW);
        talk.endpoint().close();
        early.expectClosed(LinkFault.Kind.LOCAL);
        ScriptedLink late = new ScriptedLink(null);
        late.handler(talk.transport().attachment().accept(late));
        late.expectClosed(LinkFault.Kind.LOCAL);
    }

    @Test
    void refusedPeersAreAnsweredEveryTime() {
        ScriptedLink link = talk.accepts(LOW);
        for (int i = 0; i < 3; i++) {
            link.connects(proving(2, "x")).expect(ReplyTag.BADAUTHORIZER + " gs=0 cs=0");
        }
    }
}
