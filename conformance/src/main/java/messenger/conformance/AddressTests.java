package messenger.conformance;

import java.util.List;
import java.util.Set;
import messenger.api.BindException;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Binding, finding, learning who and where one is. */
public interface AddressTests extends ConformanceTests {
    @Test
    default void bindingChoosesAPortAndAddsTheNonce(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        EntityAddress address = server.address();
        Assertions.assertNotEquals(0, address.port());
        Assertions.assertEquals(server.settings().nonce(), address.nonce());
        Assertions.assertEquals(rig.anyPort().scheme(), address.scheme());
        EntityAddress canonical = server.messenger().address();
        Assertions.assertEquals(address.ip(), canonical.ip());
        Assertions.assertEquals(address.port(), canonical.port());
        Assertions.assertEquals(address.nonce(), canonical.nonce());
    }

    @Test
    default void takenAddressCannotBeBound(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party other = rig.client("client.1", Policy.losslessClient());
        EntityAddress taken = server.address().withNonce(EntityAddress.ANY_NONCE);
        BindException refusal = Assertions.assertThrows(
                BindException.class, () -> other.messenger().bind(taken));
        Assertions.assertTrue(refusal.getMessage().contains(Integer.toString(taken.port())), refusal::getMessage);
        Assertions.assertTrue(other.messenger().addresses().isEmpty());
    }

    @Test
    default void foreignSchemeIsRefusedOrWaitedFor(Rig rig) {
        Party client = rig.client("client.1", Policy.losslessClient());
        EntityAddress foreign = EntityAddress.parse("nosuchscheme://127.0.0.1:7000");
        Assertions.assertThrows(
                IllegalArgumentException.class, () -> client.messenger().bind(foreign));
        Assertions.assertThrows(
                IllegalArgumentException.class, () -> client.tap().messenger().connect(EntityType.OSD, foreign));
        // the endpoint may get a transport for it later
        Connection waiting = client.messenger().connect(EntityType.OSD, foreign);
        Pair.accepted(waiting.trySend(Content.numbered(1)));
        Await.until("the session to stand by", () -> waiting.state().state.equals("STANDBY"));
        Assertions.assertFalse(waiting.isClosed());
    }

    @Test
    default void sameAddressGivesTheSameConnection(Rig rig) {
        Pair pair = Pair.lossless(rig);
        Assertions.assertSame(pair.toServer(), pair.client().connect(pair.server()));
        Assertions.assertEquals(
                List.of(pair.toServer()), pair.client().messenger().connections());
    }

    @Test
    default void addressWithoutNonceLearnsIt(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party client = rig.client("client.1", Policy.losslessClient());
        EntityAddress anyone = server.address().withNonce(EntityAddress.ANY_NONCE);
        Pair pair = Pair.open(client, server, anyone);
        Assertions.assertEquals(server.address(), pair.toServer().peerAddress());
        Assertions.assertSame(pair.toServer(), client.connect(server), "found by the learned address");
        Assertions.assertSame(
                pair.toServer(), client.messenger().connect(EntityType.OSD, anyone), "found by the dialled address");
    }

    @Test
    default void clientLearnsItsOwnAddress(Rig rig) {
        Pair pair = Pair.lossless(rig);
        EntityAddress own = pair.client().messenger().address();
        Assertions.assertFalse(own.isBlankIp(), () -> own + " is still unknown");
        Assertions.assertEquals(pair.server().address().ip(), own.ip());
        Assertions.assertEquals(pair.client().settings().nonce(), own.nonce());
    }

    @Test
    default void acceptedConnectionIsFoundByTheClientsAddress(Rig rig) {
        Pair pair = Pair.lossless(rig);
        EntityAddress ofClient = pair.toClient().peerAddress();
        Assertions.assertEquals(pair.client().settings().nonce(), ofClient.nonce());
        Assertions.assertSame(pair.toClient(), pair.server().messenger().connect(EntityType.CLIENT, ofClient));
        Assertions.assertEquals(
                List.of(pair.toClient()), pair.server().messenger().connections());
    }

    @Test
    default void listeningPeerIsFoundByItsAddress(Rig rig) {
        Pair pair = Pair.peers(rig, Policy.losslessPeer());
        Assertions.assertEquals(pair.client().address(), pair.toClient().peerAddress());
        Assertions.assertSame(pair.toClient(), pair.server().connect(pair.client()));
    }

    @Test
    default void namesAreLearned(Rig rig) {
        Party server = rig.server("osd.3", Policy.statefulServer());
        Party client = rig.client("client.4100", Policy.losslessClient());
        Connection toServer = client.connect(server);
        Assertions.assertEquals(new EntityName(EntityType.OSD, EntityName.NO_ID), toServer.peerName());
        Pair pair = Pair.open(client, server);
        Assertions.assertEquals(EntityName.parse("client.4100"), pair.toClient().peerName());
        Assertions.assertEquals(EntityName.parse("osd.3"), pair.toServer().peerName());
    }

    @Test
    default void loopbackReachesOneself(Rig rig) {
        Party party = rig.server("osd.0", Policy.losslessPeer());
        Connection self = party.messenger().loopback();
        Assertions.assertSame(self, party.messenger().connect(EntityType.OSD, party.address()));
        Assertions.assertTrue(self.isConnected());
        Assertions.assertEquals(party.settings().name(), self.peerName());
        for (int number = 0; number < 100; number++) {
            Pair.accepted(self.trySend(Content.numbered(number, 100)));
        }
        for (int number = 0; number < 100; number++) {
            var message = party.probe().message();
            Assertions.assertEquals(number, Content.number(message));
            Assertions.assertSame(self, message.connection());
        }
        Assertions.assertTrue(party.messenger().connections().isEmpty(), "connections without the loopback");
    }

    @Test
    default void messagesForADeadServerWaitUntilItStarts(Rig rig) {
        EntityAddress address = rig.deadAddress();
        Party client = rig.client("client.1", Policy.losslessClient());
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        for (int number = 0; number < 10; number++) {
            Pair.accepted(connection.trySend(Content.numbered(number)));
        }
        Assertions.assertSame(connection, client.probe().event(Event.REFUSED));
        Assertions.assertFalse(connection.isConnected());
        int dials = client.tap().dials();
        Await.until("three more attempts", () -> client.tap().dials() >= dials + 3);
        Party server = rig.open(Rig.settings("osd.0", Policy.statefulServer()), rig.runtime(), List.of(address));
        server.probe().expectNumbers(0, 10);
        client.settle();
        client.probe().expectCount(1, Event.REFUSED);
        client.probe().expectCount(1, Event.CONNECTED);
        client.probe().expectCount(0, Event.RESET);
    }

    @Test
    default void anotherInstanceIsNotTalkedTo(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party client = rig.client("client.1", Policy.losslessClient());
        EntityAddress other = server.address().withNonce((server.address().nonce() + 1) & 0xffff_ffffL);
        Connection connection = client.messenger().connect(EntityType.OSD, other);
        Pair.accepted(connection.trySend(Content.numbered(1)));
        Await.until("the client to notice", () -> connection.state().lastFault != null);
        Assertions.assertFalse(connection.isConnected());
        server.settle();
        server.probe().expectCount(0, Event.ACCEPTED);
        server.probe().expectNothingMore();
    }

    @Test
    default void rebindMovesAway(Rig rig) {
        Party server = rig.server("osd.0", Policy.losslessPeer());
        Party client = rig.client("client.1", Policy.losslessClient());
        Pair before = Pair.open(client, server);
        EntityAddress old = server.address();
        Set<Integer> avoid = Set.of(old.port() + 1, old.port() + 2);
        server.messenger().rebind(avoid);
        EntityAddress moved = server.address();
        Assertions.assertEquals(1, server.messenger().addresses().size(), "addresses");
        Assertions.assertNotEquals(old.port(), moved.port());
        Assertions.assertFalse(avoid.contains(moved.port()), () -> moved + " was to be avoided");
        Assertions.assertEquals((old.nonce() + 1_000_000) & 0xffff_ffffL, moved.nonce());
        Assertions.assertSame(before.toClient(), server.probe().event(Event.RESET));
        Assertions.assertTrue(before.toClient().isClosed());
        Pair after = Pair.open(client, server);
        Assertions.assertNotSame(before.toServer(), after.toServer());
        after.exchange(1);
    }
}
