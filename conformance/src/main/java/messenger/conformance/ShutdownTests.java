package messenger.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.api.NotSentException;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The end of an endpoint. That no thread is left is checked after every test of the suite. */
public interface ShutdownTests extends ConformanceTests {
    @Test
    default void nobodyUsesItAfterwards(Rig rig) {
        Pair pair = Pair.lossless(rig);
        EntityAddress server = pair.server().address();
        Messenger messenger = pair.client().messenger();
        pair.client().close();
        Assertions.assertTrue(messenger.isShutDown());
        List<Executable> uses = List.of(
                () -> messenger.connect(EntityType.OSD, server),
                () -> messenger.bind(rig.anyPort()),
                () -> messenger.rebind(Set.of()),
                messenger::loopback,
                messenger::connections,
                () -> messenger.markDown(server),
                messenger::markDownAll,
                () -> messenger.setPolicy(EntityType.OSD, Policy.losslessClient()),
                () -> messenger.drain(Duration.ofSeconds(1)));
        for (int use = 0; use < uses.size(); use++) {
            Assertions.assertThrows(MessengerClosedException.class, uses.get(use), "use " + use + " after shutdown");
        }
        Assertions.assertEquals(pair.client().settings().name(), messenger.name());
        Assertions.assertTrue(pair.toServer().isClosed());
        Assertions.assertEquals(SendResult.CLOSED, pair.toServer().trySend(Content.numbered(1)));
    }

    @Test
    default void whatIsPendingFails(Rig rig) {
        Party client = rig.client(Rig.settings("client.1", Policy.losslessClient())
                .storeMessages(2)
                .sendTimeout(Await.LIMIT));
        Connection connection = client.messenger().connect(EntityType.OSD, rig.deadAddress());
        CompletableFuture<Message> request = connection.request(Content.numbered(1), Await.LIMIT);
        CompletableFuture<Void> acknowledged = connection.sendAcknowledged(Content.numbered(2));
        FutureTask<SendResult> waiting = new FutureTask<>(() -> connection.send(Content.numbered(3)));
        Thread sender = Thread.ofVirtual().start(waiting);
        Await.until(
                "the sender to wait",
                () -> sender.getState() == Thread.State.WAITING || sender.getState() == Thread.State.TIMED_WAITING);
        client.close();
        Await.failure(SessionLostException.class, request, "a request");
        Await.failure(SessionLostException.class, acknowledged, "an acknowledgement");
        Assertions.assertEquals(SendResult.CLOSED, Await.get(waiting, "a send that waits"));
        Await.failure(NotSentException.class, connection.request(Content.numbered(1), Await.LIMIT), "a late request");
    }

    @Test
    default void keepaliveFails(Rig rig) {
        Pair pair = Pair.lossless(rig);
        // its reply is cut off
        pair.server().detach();
        Future<Duration> keepalive = pair.toServer().keepalive();
        pair.client().close();
        Await.failure(SessionLostException.class, keepalive, "a keepalive");
    }

    @Test
    default void takesNoLongerThanConfigured(Rig rig) {
        Duration limit = Duration.ofMillis(300);
        Pair pair = Pair.of(
                rig,
                Rig.settings("client.1", Policy.losslessClient()),
                Rig.settings("osd.0", Policy.statefulServer()).shutdownTimeout(limit));
        CountDownLatch release = new CountDownLatch(1);
        pair.server().probe().onMessage(message -> {
            // deaf to interruption
            while (release.getCount() != 0) {
                Thread.onSpinWait();
            }
        });
        Pair.accepted(pair.toServer().trySend(Content.numbered(1)));
        pair.server().probe().expectNumbers(1, 2);
        long start = System.nanoTime();
        pair.server().close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        release.countDown();
        Assertions.assertTrue(took.compareTo(limit.plusSeconds(5)) < 0, () -> "shutdown took " + took);
        Assertions.assertTrue(pair.toClient().isClosed());
    }

    @Test
    default void worksFromACallback(Rig rig) {
        Pair pair = Pair.lossless(rig);
        CountDownLatch done = new CountDownLatch(1);
        pair.server().probe().onMessage(message -> {
            pair.server().messenger().shutdown();
            done.countDown();
        });
        Pair.accepted(pair.toServer().trySend(Content.numbered(1)));
        Await.until("the shutdown to return", () -> done.getCount() == 0);
        Assertions.assertTrue(pair.server().messenger().isShutDown());
    }

    @Test
    default void peerNoticesAndItsSessionStays(Rig rig) {
        Pair pair = Pair.lossless(rig);
        EntityAddress address = pair.server().address();
        pair.server().close();
        Await.until("the client to notice", () -> !pair.toServer().isConnected());
        Assertions.assertFalse(pair.toServer().isClosed());
        Pair.accepted(pair.toServer().trySend(Content.numbered(1)));
        Assertions.assertSame(pair.toServer(), pair.client().probe().event(Probe.Event.REFUSED));
        // somebody else may have the address now
        Party other = rig.open(
                Rig.settings("osd.1", Policy.statefulServer()),
                rig.runtime(),
                List.of(address.withNonce(EntityAddress.ANY_NONCE)));
        Assertions.assertEquals(address.port(), other.address().port());
    }

    @Test
    default void underTrafficFromManySides(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        List<Connection> connections = new ArrayList<>();
        for (int id = 1; id <= 6; id++) {
            Party client = rig.client("client." + id, Policy.losslessClient());
            Connection connection = client.connect(server);
            connections.add(connection);
            Traffic.start(connection, 100_000, number -> 500);
            server.probe().message();
        }
        server.close();
        int dispatched = server.probe().dispatched();
        Assertions.assertTrue(server.messenger().isShutDown());
        for (Connection connection : connections) {
            Await.until("a client to notice", () -> !connection.isConnected());
        }
        Assertions.assertEquals(dispatched, server.probe().dispatched(), "dispatched after the shutdown");
    }
}
