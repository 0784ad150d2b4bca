package messenger.conformance;

import java.util.List;
import messenger.api.Connection;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Sessions that end with their link. */
public interface LossyTests extends ConformanceTests {
    @Test
    default void failedLinkEndsTheSessionWithOneReset(Rig rig) {
        Pair pair = Pair.lossy(rig);
        pair.exchange(1);
        pair.client().tap().cutLinks();
        Assertions.assertSame(pair.toServer(), pair.client().probe().event(Event.RESET));
        Assertions.assertTrue(pair.toServer().isClosed());
        Assertions.assertFalse(pair.toServer().isConnected());
        Assertions.assertEquals(SendResult.CLOSED, pair.toServer().trySend(Content.numbered(2)));
        Assertions.assertEquals(List.of(), pair.client().messenger().connections(), "connections of the client");
        Assertions.assertSame(pair.toClient(), pair.server().probe().event(Event.RESET));
        Assertions.assertTrue(pair.toClient().isClosed());
        pair.settle();
        pair.client().probe().expectCount(1, Event.RESET);
        pair.server().probe().expectCount(1, Event.RESET);
        pair.client().probe().expectCount(0, Event.REMOTE_RESET);
    }

    @Test
    default void newConnectGivesANewSession(Rig rig) {
        Pair first = Pair.lossy(rig);
        first.client().tap().cutLinks();
        first.client().probe().event(Event.RESET);
        Pair second = Pair.open(first.client(), first.server());
        Assertions.assertNotSame(first.toServer(), second.toServer());
        second.exchange(1);
        Assertions.assertTrue(first.toServer().isClosed());
    }

    @Test
    default void statelessServerKeepsNothing(Rig rig) {
        Pair first = Pair.lossy(rig);
        first.toClient().attach("state");
        first.client().tap().cutLinks();
        first.client().probe().event(Event.RESET);
        Pair second = Pair.open(first.client(), first.server());
        Assertions.assertNotSame(first.toClient(), second.toClient());
        Assertions.assertNull(second.toClient().attachment());
        Assertions.assertEquals(1, second.toClient().state().connectSeq, "connect_seq of a new session");
        second.settle();
        second.server().probe().expectCount(2, Event.ACCEPTED);
    }

    @Test
    default void acceptorDecidesLossiness(Rig rig) {
        Pair made = Pair.of(rig, Policy.losslessClient(), Policy.statelessServer());
        Assertions.assertTrue(made.toServer().policy().lossy(), "a lossy server makes its clients lossy");
        Assertions.assertTrue(made.toClient().policy().lossy());
        made.client().tap().cutLinks();
        Assertions.assertSame(made.toServer(), made.client().probe().event(Event.RESET));
    }

    @Test
    default void losslessServerMakesItsClientsLossless(Rig rig) {
        Pair made = Pair.of(rig, Policy.lossyClient(), Policy.statefulServer());
        Assertions.assertFalse(made.toServer().policy().lossy());
        Assertions.assertFalse(made.toClient().policy().lossy());
        made.exchange(1);
        made.cut();
        made.exchange(2);
        Assertions.assertFalse(made.toServer().isClosed());
    }

    @Test
    default void serverDoesNotDial(Rig rig) {
        Pair pair = Pair.lossy(rig);
        pair.client().tap().cutLinks();
        pair.server().probe().event(Event.RESET);
        Assertions.assertEquals(SendResult.CLOSED, pair.toClient().trySend(Content.numbered(1)));
        Assertions.assertEquals(0, pair.server().tap().dials(), "dials of the server");
    }

    @Test
    default void whatALostLinkTookIsNotSentAgain(Rig rig) {
        Pair pair = Pair.lossy(rig);
        int count = 500;
        for (int number = 0; number < count && !pair.toServer().isClosed(); number++) {
            pair.toServer().trySend(Content.numbered(number, 500));
            if (number == count / 2) {
                pair.client().tap().cutLinks();
            }
        }
        pair.client().probe().event(Event.RESET);
        pair.server().probe().event(Event.RESET);
        pair.server().settle();
        int arrived = pair.server().probe().dispatched() - 1;
        Assertions.assertTrue(arrived < count, "all arrived, although the link was cut");
        // a prefix of what was sent, each once
        pair.server().probe().expectNumbers(0, arrived);
        Pair.open(pair.client(), pair.server()).exchange(count);
    }

    @Test
    default void clientWhoseServerIsDeadKeepsTrying(Rig rig) {
        var address = rig.deadAddress();
        Party client = rig.client("client.1", Policy.lossyClient());
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        Pair.accepted(connection.trySend(Content.numbered(1)));
        client.probe().event(Event.REFUSED);
        Assertions.assertFalse(connection.isClosed());
        Party server = rig.open(Rig.settings("osd.0", Policy.statelessServer()), rig.runtime(), List.of(address));
        server.probe().expectNumbers(1, 2);
    }
}
