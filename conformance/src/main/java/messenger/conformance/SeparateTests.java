package messenger.conformance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Sessions that present themselves as parties of their own. */
public interface SeparateTests extends ConformanceTests {
    private static Connection separate(Party client, Party server) {
        return client.messenger().connectSeparately(server.type(), server.address());
    }

    @Test
    default void eachIsAnotherPartyToThePeer(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party client = rig.client("client.1", Policy.losslessClient());
        List<Connection> connections =
                List.of(separate(client, server), separate(client, server), client.connect(server));
        Set<EntityAddress> peers = new HashSet<>();
        for (int number = 0; number < connections.size(); number++) {
            Pair.accepted(connections.get(number).trySend(Content.numbered(number)));
            Message message = server.probe().message();
            Assertions.assertEquals(number, Content.number(message));
            peers.add(message.connection().peerAddress());
            Pair.accepted(message.connection().trySend(Content.numbered(number)));
            Message answer = client.probe().message();
            Assertions.assertEquals(number, Content.number(answer));
            Assertions.assertSame(connections.get(number), answer.connection());
        }
        Assertions.assertEquals(connections.size(), peers.size(), "parties that the server sees: " + peers);
        Assertions.assertEquals(
                Set.copyOf(connections), Set.copyOf(client.messenger().connections()));
        Assertions.assertSame(connections.get(2), client.connect(server), "connect finds the endpoint's own");
        Assertions.assertEquals(
                client.messenger().address().nonce(),
                EntityAddress.parse(connections.get(2).state().localAddress).nonce());
        Assertions.assertEquals(
                0, EntityAddress.parse(connections.get(0).state().localAddress).port());
    }

    @Test
    default void replaysAfterAFault(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party client = rig.client("client.1", Policy.losslessClient());
        Connection connection = separate(client, server);
        for (int number = 0; number < 200; number++) {
            if (number % 50 == 25) {
                client.tap().cutLinks();
            }
            Pair.accepted(connection.trySend(Content.numbered(number)));
        }
        server.probe().expectNumbers(0, 200);
        server.probe().expectCount(1, Event.ACCEPTED);
    }

    @Test
    default void endsAlone(Rig rig) {
        Party server = rig.server("osd.0", Policy.statelessServer());
        Party client = rig.client("client.1", Policy.lossyClient());
        Connection first = separate(client, server);
        Connection second = separate(client, server);
        Pair.accepted(first.trySend(Content.numbered(0)));
        server.probe().expectNumbers(0, 1);
        client.messenger().markDown(server.address());
        first.markDown();
        server.probe().event(Event.RESET);
        Pair.accepted(second.trySend(Content.numbered(1)));
        server.probe().expectNumbers(1, 2);
        Assertions.assertEquals(List.of(second), client.messenger().connections());
        client.messenger().markDownAll();
        Assertions.assertSame(second, client.probe().event(Event.RESET));
        Assertions.assertEquals(List.of(), client.messenger().connections());
    }

    @Test
    default void needsAPolicyThatDials(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party other = rig.server("osd.1", Policy.statefulServer());
        IllegalArgumentException refused =
                Assertions.assertThrows(IllegalArgumentException.class, () -> separate(other, server));
        Assertions.assertTrue(refused.getMessage().contains("stateful_server"), refused.getMessage());
    }
}
