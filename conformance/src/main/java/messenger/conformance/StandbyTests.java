package messenger.conformance;

import messenger.api.Connection;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Sessions that wait without a link. */
public interface StandbyTests extends ConformanceTests {
    private static void awaitStandby(Connection connection, String whose) {
        Await.until(whose + " to stand by", () -> connection.state().state.equals("STANDBY"));
    }

    @Test
    default void peerWithNothingToSendStandsBy(Rig rig) {
        Pair pair = Pair.peers(rig, Policy.losslessPeer());
        pair.exchange(1);
        pair.awaitAcknowledged();
        pair.client().tap().cutLinks();
        awaitStandby(pair.toServer(), "the dialler");
        awaitStandby(pair.toClient(), "the acceptor");
        Pair.accepted(pair.toServer().trySend(Content.numbered(2)));
        pair.server().probe().expectNumbers(2, 3);
        pair.exchange(3);
        assertSameSession(pair);
    }

    @Test
    default void acceptorThatSendsWakesTheSession(Rig rig) {
        Pair pair = Pair.peers(rig, Policy.losslessPeer());
        pair.exchange(1);
        pair.awaitAcknowledged();
        pair.client().tap().cutLinks();
        awaitStandby(pair.toServer(), "the dialler");
        awaitStandby(pair.toClient(), "the acceptor");
        Pair.accepted(pair.toClient().trySend(Content.numbered(2)));
        pair.client().probe().expectNumbers(2, 3);
        Assertions.assertEquals(1, pair.server().tap().dials(), "dials of the former acceptor");
        pair.exchange(3);
        assertSameSession(pair);
    }

    @Test
    default void peerWithSomethingToSendReconnects(Rig rig) {
        Pair pair = Pair.peers(rig, Policy.losslessPeer());
        pair.client().tap().cutAt(TappedEndpoint.Step.ACK, false);
        Pair.accepted(pair.toServer().trySend(Content.numbered(1)));
        pair.server().probe().expectNumbers(1, 2);
        Await.until("the link to be cut", () -> !pair.client().tap().cutIsPending());
        Await.until(
                "the message to be acknowledged",
                () -> pair.toServer().state().unacknowledged == 0
                        && pair.toServer().state().queued == 0);
        Assertions.assertEquals(1, pair.toServer().state().reconnects, "reconnects");
        pair.settle();
        pair.server().probe().expectNothingMore();
        assertSameSession(pair);
    }

    @Test
    default void serverOnStandbyKeepsMessagesForItsClient(Rig rig) {
        Pair pair = Pair.of(rig, Policy.losslessPeer(), Policy.statefulServer());
        pair.awaitAcknowledged();
        pair.client().tap().cutLinks();
        awaitStandby(pair.toServer(), "the client");
        awaitStandby(pair.toClient(), "the server");
        Pair.accepted(pair.toClient().trySend(Content.numbered(1)));
        awaitStandby(pair.toClient(), "the server, which does not dial,");
        Assertions.assertEquals(0, pair.server().tap().dials(), "dials of the server");
        Pair.accepted(pair.toServer().trySend(Content.numbered(2)));
        pair.client().probe().expectNumbers(1, 2);
        pair.server().probe().expectNumbers(2, 3);
        assertSameSession(pair);
    }

    @Test
    default void clientOnStandbyLearnsOfItsLossWhenItSends(Rig rig) {
        Pair pair = Pair.of(rig, Policy.losslessPeer(), Policy.statefulServer());
        pair.exchange(1);
        pair.awaitAcknowledged();
        pair.toClient().markDown();
        awaitStandby(pair.toServer(), "the client");
        pair.client().settle();
        pair.client().probe().expectCount(0, Event.REMOTE_RESET);
        Pair.accepted(pair.toServer().trySend(Content.numbered(2)));
        Assertions.assertSame(pair.toServer(), pair.client().probe().event(Event.REMOTE_RESET));
        Pair.accepted(pair.toServer().trySend(Content.numbered(3)));
        pair.server().probe().expectNumbers(3, 4);
        pair.settle();
        pair.client().probe().expectCount(1, Event.REMOTE_RESET);
    }

    private static void assertSameSession(Pair pair) {
        pair.settle();
        for (Party party : new Party[] {pair.client(), pair.server()}) {
            party.probe().expectCount(0, Event.RESET);
            party.probe().expectCount(0, Event.REMOTE_RESET);
            Assertions.assertEquals(1, party.messenger().connections().size(), "connections");
        }
        Assertions.assertFalse(pair.toServer().isClosed() || pair.toClient().isClosed());
    }
}
