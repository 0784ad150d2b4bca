package messenger.conformance;

import java.util.List;
import messenger.api.Connection;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import messenger.conformance.TappedEndpoint.Step;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Links that fail during their handshake, at every step, on either side, before and after core has heard of it. */
public interface HandshakeFailureTests extends ConformanceTests {
    private static List<Step> steps(boolean atClient) {
        return atClient
                ? List.of(Step.IDENTIFIED, Step.REPLY, Step.SEQ)
                : List.of(Step.IDENTIFIED, Step.CONNECT, Step.SEQ);
    }

    private static void assertNoReset(Party party) {
        party.settle();
        party.probe().expectNothingMore();
        party.probe().expectCount(0, Event.RESET);
        party.probe().expectCount(0, Event.REMOTE_RESET);
    }

    /** Listens too, unless its peer never dials. */
    private static Party dialler(Rig rig, int id, Policy client, Policy server) {
        return server.server() ? rig.client("client." + id, client) : rig.server("client." + id, client);
    }

    /** A failure of the first handshake; the acceptor greets as soon as it knows of the session. */
    private static void firstHandshakeFails(Rig rig, Policy client, Policy server) {
        int id = 1;
        for (boolean atClient : new boolean[] {true, false}) {
            for (Step step : steps(atClient)) {
                for (boolean told : new boolean[] {false, true}) {
                    String what = step + (told ? " told" : " not told") + (atClient ? " to client" : " to server");
                    Party listening = rig.server("osd." + id, server);
                    Party dialling = dialler(rig, id++, client, server);
                    listening.probe().on(Event.ACCEPTED, connection -> {
                        for (int number = 0; number < 3; number++) {
                            connection.trySend(Content.numbered(number));
                        }
                    });
                    (atClient ? dialling : listening).tap().cutAt(step, told);
                    Connection connection = dialling.connect(listening);
                    for (int number = 0; number < 5; number++) {
                        Pair.accepted(connection.trySend(Content.numbered(number)));
                    }
                    listening.probe().expectNumbers(0, 5);
                    dialling.probe().expectNumbers(0, 3);
                    assertNoReset(listening);
                    assertNoReset(dialling);
                    if (server.server()) {
                        Assertions.assertEquals(1, listening.probe().count(Event.ACCEPTED), () -> "accepted, " + what);
                        Assertions.assertEquals(1, dialling.probe().count(Event.CONNECTED), () -> "connected, " + what);
                    }
                    rig.retire(dialling);
                    rig.retire(listening);
                }
            }
        }
    }

    /** A failure while a session that has carried messages reconnects. */
    private static void laterHandshakeFails(Rig rig, Policy client, Policy server) {
        Pair pair = Pair.open(dialler(rig, 1, client, server), rig.server("osd.0", server));
        int next = 0;
        for (boolean atClient : new boolean[] {true, false}) {
            for (Step step : steps(atClient)) {
                for (boolean told : new boolean[] {false, true}) {
                    pair.awaitAcknowledged();
                    (atClient ? pair.client() : pair.server()).tap().cutAt(step, told);
                    pair.client().tap().cutLinks();
                    int end = next + 5;
                    for (int number = next; number < end; number++) {
                        Pair.accepted(pair.toServer().trySend(Content.numbered(number)));
                        Pair.accepted(pair.toClient().trySend(Content.numbered(number)));
                    }
                    pair.server().probe().expectNumbers(next, end);
                    pair.client().probe().expectNumbers(next, end);
                    next = end;
                }
            }
        }
        assertNoReset(pair.client());
        assertNoReset(pair.server());
        if (server.server()) {
            pair.client().probe().expectCount(1, Event.CONNECTED);
            pair.server().probe().expectCount(1, Event.ACCEPTED);
        }
    }

    @Test
    default void firstHandshakeOfAClientFails(Rig rig) {
        firstHandshakeFails(rig, Policy.losslessClient(), Policy.statefulServer());
    }

    @Test
    default void firstHandshakeOfPeersFails(Rig rig) {
        firstHandshakeFails(rig, Policy.losslessPeer(), Policy.losslessPeer());
    }

    @Test
    default void firstHandshakeOfReusedPeersFails(Rig rig) {
        firstHandshakeFails(rig, Policy.losslessPeerReuse(), Policy.losslessPeerReuse());
    }

    @Test
    default void laterHandshakeOfAClientFails(Rig rig) {
        laterHandshakeFails(rig, Policy.losslessClient(), Policy.statefulServer());
    }

    @Test
    default void laterHandshakeOfPeersFails(Rig rig) {
        laterHandshakeFails(rig, Policy.losslessPeer(), Policy.losslessPeer());
    }

    @Test
    default void laterHandshakeOfReusedPeersFails(Rig rig) {
        laterHandshakeFails(rig, Policy.losslessPeerReuse(), Policy.losslessPeerReuse());
    }
}
