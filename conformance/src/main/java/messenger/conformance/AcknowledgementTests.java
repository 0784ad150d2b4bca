package messenger.conformance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import messenger.api.Connection;
import messenger.api.EntityType;
import messenger.api.NotSentException;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Acknowledgements and keepalives, as applications see them, and drain. */
public interface AcknowledgementTests extends ConformanceTests {
    @Test
    default void acknowledgementTellsTheSender(Rig rig) {
        Pair pair = Pair.lossless(rig);
        Await.get(pair.toServer().sendAcknowledged(Content.numbered(1)), "the acknowledgement");
        pair.server().probe().expectNumbers(1, 2);
        Await.get(pair.toClient().sendAcknowledged(Content.numbered(2)), "the acknowledgement");
        pair.client().probe().expectNumbers(2, 3);
    }

    @Test
    default void acknowledgementWaitsForTheServer(Rig rig) {
        Party client = rig.client("client.1", Policy.losslessClient());
        var address = rig.deadAddress();
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        CompletableFuture<Void> acknowledged = connection.sendAcknowledged(Content.numbered(1));
        client.probe().event(Probe.Event.REFUSED);
        Assertions.assertFalse(acknowledged.isDone());
        Party server = rig.open(Rig.settings("osd.0", Policy.statefulServer()), rig.runtime(), List.of(address));
        Await.get(acknowledged, "the acknowledgement");
        server.probe().expectNumbers(1, 2);
    }

    @Test
    default void nobodyAcknowledgesOnALossySession(Rig rig) {
        Pair pair = Pair.lossy(rig);
        Await.failure(
                SessionLostException.class,
                pair.toServer().sendAcknowledged(Content.numbered(1)),
                "an acknowledgement on a lossy session");
    }

    @Test
    default void acknowledgementFailsWithTheSession(Rig rig) {
        Party client = rig.client("client.1", Policy.losslessClient());
        Connection connection = client.messenger().connect(EntityType.OSD, rig.deadAddress());
        CompletableFuture<Void> acknowledged = connection.sendAcknowledged(Content.numbered(1));
        connection.markDown();
        Await.failure(SessionLostException.class, acknowledged, "an acknowledgement on a session marked down");
        NotSentException notSent = Await.failure(
                NotSentException.class,
                connection.sendAcknowledged(Content.numbered(1)),
                "an acknowledgement on a closed connection");
        Assertions.assertEquals(SendResult.CLOSED, notSent.result());
    }

    @Test
    default void keepaliveIsAnswered(Rig rig) {
        Pair pair = Pair.lossless(rig);
        for (Connection side : new Connection[] {pair.toServer(), pair.toClient()}) {
            Assertions.assertTrue(side.lastKeepaliveAck().isEmpty(), "no keepalive yet");
            Duration roundTrip = Await.get(side.keepalive(), "the keepalive");
            Assertions.assertFalse(roundTrip.isNegative(), () -> "round trip " + roundTrip);
            Assertions.assertTrue(side.lastKeepaliveAck().isPresent());
        }
    }

    @Test
    default void keepaliveFailsWithoutLink(Rig rig) {
        Party client = rig.client("client.1", Policy.losslessClient());
        Connection connection = client.messenger().connect(EntityType.OSD, rig.deadAddress());
        Await.failure(SessionLostException.class, connection.keepalive(), "a keepalive without a link");
    }

    @Test
    default void drainWaitsForAcknowledgements(Rig rig) throws InterruptedException {
        Pair pair = Pair.lossless(rig);
        for (int number = 0; number < 100; number++) {
            Pair.accepted(pair.toServer().trySend(Content.numbered(number, 1000)));
        }
        Assertions.assertTrue(pair.client().messenger().drain(Await.LIMIT), "drained");
        Assertions.assertEquals(
                0, pair.toServer().state().unacknowledged + pair.toServer().state().queued);
        pair.server().probe().expectNumbers(0, 100);
    }

    @Test
    default void drainGivesUpInTime(Rig rig) throws InterruptedException {
        Party client = rig.client("client.1", Policy.losslessClient());
        Connection connection = client.messenger().connect(EntityType.OSD, rig.deadAddress());
        Pair.accepted(connection.trySend(Content.numbered(1)));
        Assertions.assertFalse(client.messenger().drain(Duration.ofMillis(50)), "drained although nobody is there");
    }
}
