package messenger.conformance;

import java.util.List;
import messenger.api.Connection;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Ending sessions, in three forms. */
public interface MarkDownTests extends ConformanceTests {
    private static void assertEnded(Connection connection) {
        Assertions.assertTrue(connection.isClosed());
        Assertions.assertFalse(connection.isConnected());
        Assertions.assertEquals(SendResult.CLOSED, connection.trySend(Content.numbered(1)));
        Await.until("the session to say so", () -> connection.state().state.equals("CLOSED"));
    }

    @Test
    default void byConnectionMakesNoCallback(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.toServer().markDown();
        assertEnded(pair.toServer());
        Assertions.assertEquals(List.of(), pair.client().messenger().connections());
        pair.client().settle();
        pair.client().probe().expectCount(0, Event.RESET);
        Await.until("the server to notice", () -> !pair.toClient().isConnected());
        Assertions.assertFalse(pair.toClient().isClosed(), "the server keeps its session");
    }

    @Test
    default void byAddressMakesACallback(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.client().messenger().markDown(pair.server().address());
        Assertions.assertSame(pair.toServer(), pair.client().probe().event(Event.RESET));
        assertEnded(pair.toServer());
        pair.client().messenger().markDown(pair.server().address());
        pair.client().settle();
        pair.client().probe().expectCount(1, Event.RESET);
    }

    @Test
    default void serverMarksDownByTheClientsAddress(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.server().messenger().markDown(pair.toClient().peerAddress());
        Assertions.assertSame(pair.toClient(), pair.server().probe().event(Event.RESET));
        assertEnded(pair.toClient());
    }

    @Test
    default void allMakesACallbackEach(Rig rig) {
        Party client = rig.client("client.1", Policy.losslessClient());
        List<Connection> connections = List.of(
                Pair.open(client, rig.server("osd.0", Policy.statefulServer())).toServer(),
                Pair.open(client, rig.server("osd.1", Policy.statelessServer())).toServer(),
                client.messenger().connect(EntityType.OSD, rig.deadAddress()));
        client.messenger().markDownAll();
        for (int i = 0; i < connections.size(); i++) {
            Assertions.assertTrue(connections.contains(client.probe().event(Event.RESET)));
        }
        connections.forEach(MarkDownTests::assertEnded);
        client.settle();
        client.probe().expectCount(connections.size(), Event.RESET);
        Assertions.assertTrue(client.messenger().loopback().isConnected(), "the loopback stays");
    }

    @Test
    default void beforeItIsConnected(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party client = rig.client("client.1", Policy.losslessClient());
        for (int round = 0; round < 50; round++) {
            Connection connection = client.connect(server);
            Pair.accepted(connection.trySend(Content.numbered(round)));
            connection.markDown();
            assertEnded(connection);
        }
        Connection last = client.connect(server);
        Pair.accepted(last.trySend(Content.numbered(1000)));
        while (Content.number(server.probe().message()) != 1000) {
            // whether earlier ones got through is chance
        }
        client.settle();
        client.probe().expectCount(0, Event.RESET);
    }

    @Test
    default void twiceIsOnce(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.toServer().markDown();
        pair.toServer().markDown();
        pair.client().messenger().markDown(pair.server().address());
        pair.client().settle();
        pair.client().probe().expectCount(0, Event.RESET);
        Pair.open(pair.client(), pair.server()).exchange(1);
    }

    @Test
    default void dropsWhatIsQueued(Rig rig) {
        Party client = rig.client("client.1", Policy.losslessClient());
        var address = rig.deadAddress();
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        Pair.accepted(connection.trySend(Content.numbered(1)));
        client.probe().event(Event.REFUSED);
        connection.markDown();
        Party server = rig.open(Rig.settings("osd.0", Policy.statefulServer()), rig.runtime(), List.of(address));
        Pair.open(client, server).exchange(2);
        server.settle();
        server.probe().expectNothingMore();
    }

    /** The peer of a session that was marked down finds the way into the next one. */
    private static void peersMeetAgain(Rig rig, Policy policy, boolean told) {
        Pair first = Pair.peers(rig, policy);
        first.exchange(1);
        first.awaitAcknowledged();
        first.toServer().markDown();
        Pair second = Pair.open(first.client(), first.server());
        Assertions.assertNotSame(first.toServer(), second.toServer());
        for (int number = 2; number < 10; number++) {
            second.exchange(number);
        }
        second.settle();
        second.server().probe().expectNothingMore();
        second.client().probe().expectNothingMore();
        second.server().probe().expectCount(told ? 1 : 0, Event.REMOTE_RESET);
        Assertions.assertSame(first.toClient(), second.toClient(), "the other side's connection goes on");
        Assertions.assertEquals(1, second.server().messenger().connections().size(), "connections");
    }

    @Test
    default void losslessPeersMeetAgain(Rig rig) {
        peersMeetAgain(rig, Policy.losslessPeer(), false);
    }

    @Test
    default void reusedPeersMeetAgainAndAreTold(Rig rig) {
        peersMeetAgain(rig, Policy.losslessPeerReuse(), true);
    }

    @Test
    default void reusedPeerThatIsLeftFindsOutBySending(Rig rig) {
        Pair pair = Pair.peers(rig, Policy.losslessPeerReuse());
        pair.exchange(1);
        pair.awaitAcknowledged();
        pair.toServer().markDown();
        Await.until(
                "the other side to stand by",
                () -> pair.toClient().state().state.equals("STANDBY"));
        Pair.accepted(pair.toClient().trySend(Content.numbered(2)));
        Assertions.assertSame(pair.toClient(), pair.server().probe().event(Event.REMOTE_RESET));
        Pair.accepted(pair.toClient().trySend(Content.numbered(3)));
        pair.client().probe().expectNumbers(3, 4);
        pair.server().probe().expectCount(1, Event.REMOTE_RESET);
    }
}
