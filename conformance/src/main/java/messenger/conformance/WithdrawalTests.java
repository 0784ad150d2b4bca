package messenger.conformance;

import java.util.List;
import java.util.concurrent.Future;
import messenger.api.EntityAddress;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The transport is withdrawn from an endpoint and comes back, as when its bundle is updated. */
public interface WithdrawalTests extends ConformanceTests {
    private static void replace(Party party, List<EntityAddress> bind) {
        party.detach();
        Assertions.assertTrue(party.messenger().addresses().isEmpty(), "addresses without a transport");
        party.attach(bind);
    }

    private static void assertNothingLost(Pair pair) {
        pair.settle();
        for (Party party : List.of(pair.client(), pair.server())) {
            party.probe().expectNothingMore();
            party.probe().expectCount(0, Event.RESET);
            party.probe().expectCount(0, Event.REMOTE_RESET);
        }
    }

    @Test
    default void sessionsOutliveTheTransport(Rig rig) {
        Pair pair = Pair.lossless(rig);
        EntityAddress address = pair.server().address();
        int count = 3000;
        Future<?> there = Traffic.start(pair.toServer(), count, number -> 200);
        Future<?> back = Traffic.start(pair.toClient(), count, number -> 200);
        pair.server().probe().expectNumbers(0, count / 4);
        replace(pair.server(), List.of(address));
        pair.server().probe().expectNumbers(count / 4, count / 2);
        replace(pair.client(), List.of());
        pair.server().probe().expectNumbers(count / 2, count);
        pair.client().probe().expectNumbers(0, count);
        Await.get(there, "sending to the server");
        Await.get(back, "sending to the client");
        assertNothingLost(pair);
    }

    @Test
    default void messagesWaitForTheTransport(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.client().detach();
        Await.until("the link to be gone", () -> !pair.toServer().isConnected());
        Assertions.assertTrue(pair.client().messenger().state().transports.isEmpty(), "transports");
        for (int number = 0; number < 10; number++) {
            Pair.accepted(pair.toServer().trySend(Content.numbered(number)));
        }
        pair.client().attach(List.of());
        pair.server().probe().expectNumbers(0, 10);
        assertNothingLost(pair);
    }

    @Test
    default void listeningPeersSurviveThatBothTransportsGo(Rig rig) {
        Pair pair = Pair.peers(rig, Policy.losslessPeer());
        EntityAddress first = pair.client().address();
        EntityAddress second = pair.server().address();
        pair.client().detach();
        pair.server().detach();
        Pair.accepted(pair.toServer().trySend(Content.numbered(0)));
        Pair.accepted(pair.toClient().trySend(Content.numbered(0)));
        pair.server().attach(List.of(second));
        pair.client().attach(List.of(first));
        pair.server().probe().expectNumbers(0, 1);
        pair.client().probe().expectNumbers(0, 1);
        pair.exchange(1);
        assertNothingLost(pair);
    }

    @Test
    default void transportsMessengerEndsWithTheTransport(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Messenger typed = server.tap().messenger();
        Assertions.assertEquals(server.settings().name(), typed.name());
        Assertions.assertEquals(List.of(typed.type()), server.messenger().state().transports);
        Pair pair = Pair.open(rig.client("client.1", Policy.losslessClient()), server);
        Assertions.assertEquals(List.of(pair.toClient()), typed.connections());
        server.detach();
        Assertions.assertTrue(typed.isShutDown());
        EntityAddress address = pair.toClient().peerAddress();
        Assertions.assertThrows(
                MessengerClosedException.class,
                () -> typed.connect(pair.client().type(), address));
        Assertions.assertFalse(server.messenger().isShutDown(), "the endpoint's messenger");
        Assertions.assertFalse(pair.toClient().isClosed());
    }

    @Test
    default void secondTransportOfATypeIsRefused(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Assertions.assertThrows(IllegalStateException.class, () -> server.attach(List.of()));
        Pair.open(rig.client("client.1", Policy.losslessClient()), server).exchange(1);
    }
}
