package messenger.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.api.Connection;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import messenger.core.CoreRuntime;
import messenger.spi.Authorizer;
import messenger.spi.AuthorizerData;
import messenger.spi.Features;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Features and authorizers. */
public interface NegotiationTests extends ConformanceTests {
    /** Two bits that are not among the default ones. */
    long SPARE = 1L << 54;

    long OTHER_SPARE = 1L << 55;

    private static Policy with(Policy policy, long supported, long required) {
        return policy.withFeatures(Policy.DEFAULT_FEATURES | supported, required);
    }

    private static void assertNoSession(Rig rig, Party client, Party server) {
        Connection connection = client.connect(server);
        Pair.accepted(connection.trySend(Content.numbered(1)));
        Await.until("the client to be refused", () -> connection.state().lastFault != null);
        Assertions.assertFalse(connection.isConnected());
        server.settle();
        client.settle();
        server.probe().expectCount(0, Event.ACCEPTED);
        server.probe().expectNothingMore();
        client.probe().expectCount(0, Event.CONNECTED);
        connection.markDown();
    }

    @Test
    default void clientWithoutARequiredFeatureIsRefused(Rig rig) {
        Party server = rig.server("osd.0", with(Policy.statefulServer(), SPARE, SPARE));
        assertNoSession(rig, rig.client("client.1", Policy.losslessClient()), server);
        Party able = rig.client("client.2", with(Policy.losslessClient(), SPARE, 0));
        Pair.open(able, server).exchange(1);
    }

    @Test
    default void serverWithoutARequiredFeatureIsRefused(Rig rig) {
        Party client = rig.client("client.1", with(Policy.losslessClient(), SPARE, SPARE));
        assertNoSession(rig, client, rig.server("osd.0", Policy.losslessPeer()));
        Pair.open(client, rig.server("osd.1", with(Policy.statefulServer(), SPARE, 0)))
                .exchange(1);
    }

    @Test
    default void sessionHasTheFeaturesOfBoth(Rig rig) {
        Pair pair = Pair.of(
                rig,
                with(Policy.losslessClient(), SPARE | OTHER_SPARE, SPARE),
                with(Policy.statefulServer(), SPARE, SPARE));
        long both = Policy.DEFAULT_FEATURES | SPARE;
        Assertions.assertEquals(both, pair.toServer().features());
        Assertions.assertEquals(both, pair.toClient().features());
    }

    @Test
    default void sessionWorksWithoutReconnectSeqAndKeepalive2(Rig rig) {
        long few = Policy.DEFAULT_FEATURES & ~(Features.RECONNECT_SEQ | Features.KEEPALIVE2);
        Pair pair = Pair.of(rig, Policy.losslessClient().withFeatures(few, 0), Policy.statefulServer());
        for (int round = 0; round < 5; round++) {
            pair.exchange(round);
            pair.awaitAcknowledged();
            pair.cut();
        }
        pair.exchange(5);
    }

    /** Proves with a word, which the other side must know. */
    final class Password implements Authorizer {
        private static final int PROTOCOL = 77;

        private final String first;
        private final String renewed;
        private final String expected;
        private final AtomicInteger challenges;
        final List<String> log = new CopyOnWriteArrayList<>();

        Password(String first, String renewed, String expected, int challenges) {
            this.first = first;
            this.renewed = renewed;
            this.expected = expected;
            this.challenges = new AtomicInteger(challenges);
        }

        private static AuthorizerData data(String word) {
            return new AuthorizerData(PROTOCOL, word.getBytes(StandardCharsets.UTF_8));
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public AuthorizerData prove(EntityName self, EntityType peer, boolean renew) {
            log.add("prove " + peer + (renew ? " anew" : ""));
            return data(renew ? renewed : first);
        }

        @Override
        public AuthorizerData answer(EntityName self, EntityType peer, AuthorizerData sent, byte[] challenge) {
            log.add("answer " + text(challenge));
            return data(text(sent.bytes()) + text(challenge));
        }

        @Override
        public Verdict verify(EntityName self, EntityType peer, AuthorizerData proof) {
            String word = text(proof.bytes());
            log.add("verify " + peer + " " + word);
            if (challenges.getAndDecrement() > 0) {
                return Verdict.challenged("!".getBytes(StandardCharsets.UTF_8));
            }
            return proof.protocol() == PROTOCOL && word.equals(expected)
                    ? Verdict.accepted("me too".getBytes(StandardCharsets.UTF_8))
                    : Verdict.refused("wrong word " + word);
        }

        @Override
        public boolean verifyReply(EntityType peer, AuthorizerData sent, byte[] reply) {
            log.add("reply " + text(reply));
            return text(reply).equals("me too");
        }
    }

    private static Party party(Rig rig, String name, Policy policy, Password password, boolean listens) {
        var runtime = rig.keep(CoreRuntime.create());
        runtime.add("password", password);
        return rig.open(
                Rig.settings(name, policy).authorizer("password"),
                runtime,
                listens ? List.of(rig.anyPort()) : List.of());
    }

    @Test
    default void bothSidesProveThemselves(Rig rig) {
        Password ofServer = new Password("", "", "sesame", 0);
        Password ofClient = new Password("sesame", "", "", 0);
        Party server = party(rig, "osd.0", Policy.statefulServer(), ofServer, true);
        Pair.open(party(rig, "client.1", Policy.losslessClient(), ofClient, false), server)
                .exchange(1);
        Assertions.assertEquals(List.of("verify client sesame"), ofServer.log);
        Assertions.assertEquals(List.of("prove osd", "reply me too"), ofClient.log);
    }

    @Test
    default void refusedProofIsRenewedOnce(Rig rig) {
        Password ofServer = new Password("", "", "fresh", 0);
        Password ofClient = new Password("stale", "fresh", "", 0);
        Party server = party(rig, "osd.0", Policy.statefulServer(), ofServer, true);
        Pair.open(party(rig, "client.1", Policy.losslessClient(), ofClient, false), server)
                .exchange(1);
        Assertions.assertEquals(List.of("prove osd", "prove osd anew", "reply me too"), ofClient.log);
    }

    @Test
    default void challengeIsAnswered(Rig rig) {
        Password ofServer = new Password("", "", "word!", 1);
        Password ofClient = new Password("word", "", "", 0);
        Party server = party(rig, "osd.0", Policy.statefulServer(), ofServer, true);
        Pair.open(party(rig, "client.1", Policy.losslessClient(), ofClient, false), server)
                .exchange(1);
        Assertions.assertEquals(List.of("prove osd", "answer !", "reply me too"), ofClient.log);
        Assertions.assertEquals(List.of("verify client word", "verify client word!"), ofServer.log);
    }

    @Test
    default void whoCannotProveItselfIsNotLetIn(Rig rig) {
        Party server = party(rig, "osd.0", Policy.statefulServer(), new Password("", "", "sesame", 0), true);
        Party client =
                party(rig, "client.1", Policy.losslessClient(), new Password("wrong", "wrong again", "", 0), false);
        assertNoSession(rig, client, server);
    }
}
