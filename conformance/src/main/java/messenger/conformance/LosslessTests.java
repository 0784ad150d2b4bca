package messenger.conformance;

import java.util.List;
import messenger.api.Connection;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Sessions that outlive their links, and how they end nevertheless. */
public interface LosslessTests extends ConformanceTests {
    @Test
    default void everyPairOfPoliciesCarriesMessages(Rig rig) {
        Policy custom = Policy.of(false, true, true, false);
        List<List<Policy>> pairs = List.of(
                List.of(Policy.lossyClient(), Policy.statelessServer()),
                List.of(Policy.losslessClient(), Policy.statefulServer()),
                List.of(Policy.losslessPeer(), Policy.losslessPeer()),
                List.of(Policy.losslessPeerReuse(), Policy.losslessPeerReuse()),
                List.of(Policy.losslessPeer(), Policy.statefulServer()),
                List.of(Policy.defaults(), Policy.defaults()),
                List.of(Policy.losslessPeerReuse(), custom));
        int id = 10;
        for (List<Policy> policies : pairs) {
            // whoever may dial must find its peer
            Party client = policies.getLast().server()
                    ? rig.client("client." + id, policies.getFirst())
                    : rig.server("client." + id, policies.getFirst());
            Party server = rig.server("osd." + id++, policies.getLast());
            Pair pair = Pair.open(client, server);
            pair.exchange(1);
            if (!policies.getLast().lossy()) {
                pair.cut();
                pair.exchange(2);
            }
        }
    }

    @Test
    default void policyIsChosenByThePeersType(Rig rig) {
        Party server = rig.server(
                Rig.settings("osd.0", Policy.statefulServer()).policy(EntityType.MON, Policy.statelessServer()));
        Pair fromClient = Pair.open(rig.client("client.1", Policy.losslessClient()), server);
        Pair fromMonitor = Pair.open(rig.client("mon.1", Policy.losslessClient()), server);
        Assertions.assertFalse(fromClient.toClient().policy().lossy());
        Assertions.assertTrue(fromMonitor.toClient().policy().lossy());
        server.messenger().setPolicy(EntityType.CLIENT, Policy.statelessServer());
        Pair later = Pair.open(rig.client("client.2", Policy.losslessClient()), server);
        Assertions.assertTrue(later.toClient().policy().lossy(), "policy of a session begun after the change");
        Assertions.assertFalse(fromClient.toClient().policy().lossy(), "policy of a session begun before");
    }

    @Test
    default void statefulServerKeepsItsSession(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.toClient().attach("state");
        for (int round = 0; round < 5; round++) {
            pair.exchange(round);
            pair.cut();
        }
        pair.exchange(5);
        Assertions.assertEquals("state", pair.toClient().attachment());
        Assertions.assertSame(
                pair.toClient(), pair.server().messenger().connections().getFirst());
        pair.settle();
        pair.server().probe().expectCount(1, Event.ACCEPTED);
        pair.client().probe().expectCount(1, Event.CONNECTED);
        for (Party party : List.of(pair.client(), pair.server())) {
            party.probe().expectCount(0, Event.RESET);
            party.probe().expectCount(0, Event.REMOTE_RESET);
        }
    }

    @Test
    default void clientThatStartsAnewResetsTheServersSession(Rig rig) {
        Pair first = Pair.lossless(rig);
        first.exchange(1);
        first.toServer().markDown();
        Pair second = Pair.open(first.client(), first.server());
        Assertions.assertNotSame(first.toServer(), second.toServer());
        Assertions.assertSame(first.toClient(), second.server().probe().event(Event.REMOTE_RESET));
        Assertions.assertSame(first.toClient(), second.toClient(), "the server's connection goes on");
        second.exchange(2);
        second.settle();
        second.server().probe().expectCount(1, Event.REMOTE_RESET);
        second.client().probe().expectCount(0, Event.REMOTE_RESET);
        second.client().probe().expectCount(0, Event.RESET);
    }

    @Test
    default void whatWasQueuedForTheOldSessionIsGone(Rig rig) {
        Pair first = Pair.lossless(rig);
        first.toServer().markDown();
        Await.until("the server to notice", () -> !first.toClient().isConnected());
        Pair.accepted(first.toClient().trySend(Content.numbered(1)));
        Pair second = Pair.open(first.client(), first.server());
        second.exchange(2);
    }

    @Test
    default void serverThatForgotTheSessionResetsTheClients(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.exchange(1);
        pair.toClient().markDown();
        Assertions.assertSame(pair.toServer(), pair.client().probe().event(Event.REMOTE_RESET));
        Assertions.assertFalse(pair.toServer().isClosed());
        Pair.accepted(pair.toServer().trySend(Content.numbered(2)));
        pair.server().probe().expectNumbers(2, 3);
        pair.settle();
        pair.client().probe().expectCount(1, Event.REMOTE_RESET);
        pair.server().probe().expectCount(0, Event.REMOTE_RESET);
        pair.server().probe().expectCount(0, Event.RESET);
        pair.server().probe().expectCount(2, Event.ACCEPTED);
    }

    @Test
    default void restartedServerResetsTheClientsSession(Rig rig) {
        Pair pair = Pair.lossless(rig);
        var address = pair.server().address();
        rig.retire(pair.server());
        Party again = rig.open(
                Rig.settings("osd.0", Policy.statefulServer()).nonce(address.nonce()), rig.runtime(), List.of(address));
        Assertions.assertSame(pair.toServer(), pair.client().probe().event(Event.REMOTE_RESET));
        Pair.accepted(pair.toServer().trySend(Content.numbered(1)));
        again.probe().expectNumbers(1, 2);
        Assertions.assertEquals(1, again.accepted().state().inSeq, "in_seq of the new session");
    }

    @Test
    default void markDisposableEndsTheSessionWithItsLink(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.toServer().markDisposable();
        pair.exchange(1);
        pair.client().tap().cutLinks();
        Assertions.assertSame(pair.toServer(), pair.client().probe().event(Event.RESET));
        Assertions.assertTrue(pair.toServer().isClosed());
        Connection next = pair.client().connect(pair.server());
        Assertions.assertNotSame(pair.toServer(), next);
        pair.settle();
        pair.client().probe().expectCount(1, Event.RESET);
    }

    @Test
    default void goesOnWhenTheDiallerBeginsToListen(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.exchange(0);
        pair.client().messenger().bind(rig.anyPort());
        pair.cut();
        pair.exchange(1);
        pair.settle();
        pair.client().probe().expectCount(0, Event.REMOTE_RESET);
        pair.server().probe().expectCount(0, Event.REMOTE_RESET);
        Assertions.assertEquals(1, pair.server().messenger().connections().size(), "sessions");
    }
}
