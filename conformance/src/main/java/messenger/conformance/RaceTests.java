package messenger.conformance;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Things that happen at the same time. */
public interface RaceTests extends ConformanceTests {
    int ROUNDS = Scale.of(200);
    int MESSAGES = 3;

    /** Connects and sends, a chosen moment after everybody is ready. */
    private static Future<Connection> dial(Party from, Party to, CyclicBarrier ready, long staggerNanos) {
        FutureTask<Connection> task = new FutureTask<>(() -> {
            ready.await();
            long start = System.nanoTime();
            while (System.nanoTime() - start < staggerNanos) {
                Thread.onSpinWait();
            }
            Connection connection = from.connect(to);
            for (int number = 0; number < MESSAGES; number++) {
                Pair.accepted(connection.trySend(Content.numbered(number)));
            }
            return connection;
        });
        Thread.ofPlatform().name("junit-dials").daemon().start(task);
        return task;
    }

    private static void dialAtOnce(Rig rig, Policy policy, int rounds) {
        Random random = rig.random();
        for (int round = 0; round < rounds; round++) {
            Party left = rig.server("osd.0", policy);
            Party right = rig.server("osd.1", policy);
            CyclicBarrier ready = new CyclicBarrier(2);
            Future<Connection> fromLeft = dial(left, right, ready, random.nextInt(300_000));
            Future<Connection> fromRight = dial(right, left, ready, random.nextInt(300_000));
            Connection atLeft = Await.get(fromLeft, "the dial of osd.0 in round " + round);
            Connection atRight = Await.get(fromRight, "the dial of osd.1 in round " + round);
            left.probe().expectNumbers(0, MESSAGES);
            right.probe().expectNumbers(0, MESSAGES);
            Await.until("both to be connected", () -> atLeft.isConnected() && atRight.isConnected());
            for (Party party : List.of(left, right)) {
                party.settle();
                party.probe().expectNothingMore();
                party.probe().expectCount(0, Event.RESET);
                party.probe().expectCount(0, Event.REMOTE_RESET);
                Assertions.assertEquals(1, party.messenger().connections().size(), "sessions");
            }
            Assertions.assertSame(atLeft, left.messenger().connections().getFirst());
            Assertions.assertSame(atRight, right.messenger().connections().getFirst());
            rig.retire(left);
            rig.retire(right);
        }
    }

    @Test
    default void peersThatDialEachOtherGetOneSession(Rig rig) {
        dialAtOnce(rig, Policy.losslessPeer(), ROUNDS);
    }

    @Test
    default void reusedPeersThatDialEachOtherGetOneSession(Rig rig) {
        dialAtOnce(rig, Policy.losslessPeerReuse(), Scale.of(100));
    }

    @Test
    default void peersThatReconnectAtOnceGoOn(Rig rig) {
        Pair pair = Pair.peers(rig, Policy.losslessPeer());
        for (int round = 0; round < ROUNDS; round++) {
            pair.client().tap().cutLinks();
            // both have something to send, so both dial
            Pair.accepted(pair.toServer().trySend(Content.numbered(round)));
            Pair.accepted(pair.toClient().trySend(Content.numbered(round)));
            pair.server().probe().expectNumbers(round, round + 1);
            pair.client().probe().expectNumbers(round, round + 1);
        }
        pair.settle();
        for (Party party : List.of(pair.client(), pair.server())) {
            party.probe().expectNothingMore();
            party.probe().expectCount(0, Event.RESET);
            party.probe().expectCount(0, Event.REMOTE_RESET);
        }
    }

    @Test
    default void markDownFromCallbacksAgainstBusySenders(Rig rig) {
        Random random = rig.random();
        Party server = rig.server("osd.0", Policy.statelessServer());
        Party client = rig.client("client.1", Policy.lossyClient());
        AtomicBoolean calm = new AtomicBoolean();
        server.probe().onMessage(message -> markDownSomehow(server, message.connection(), random.nextInt(8), calm));
        client.probe().onMessage(message -> markDownSomehow(client, message.connection(), random.nextInt(8), calm));
        server.probe().on(Event.ACCEPTED, connection -> {
            connection.trySend(Content.numbered(0));
            markDownSomehow(server, connection, random.nextInt(16), calm);
        });
        client.probe().on(Event.CONNECTED, connection -> markDownSomehow(client, connection, random.nextInt(16), calm));
        client.probe().on(Event.RESET, Connection::markDown);
        server.probe().on(Event.RESET, Connection::markDown);
        for (int round = 0; round < Scale.of(500); round++) {
            Connection connection = client.connect(server);
            Assertions.assertNotEquals(SendResult.BACK_PRESSURED, connection.trySend(Content.numbered(round)));
            if (random.nextInt(4) == 0) {
                markDownSomehow(client, connection, random.nextInt(3), calm);
            }
        }
        calm.set(true);
        client.messenger().markDownAll();
        server.messenger().markDownAll();
        client.settle();
        server.settle();
        Party fresh = rig.client("client.2", Policy.lossyClient());
        Pair.accepted(fresh.connect(server).trySend(Content.message(77, "after all")));
        Message message;
        do {
            message = server.probe().message();
        } while (message.type() != 77);
    }

    private static void markDownSomehow(Party party, Connection connection, int choice, AtomicBoolean calm) {
        if (calm.get()) {
            return;
        }
        switch (choice) {
            case 0 -> connection.markDown();
            case 1 -> party.messenger().markDown(connection.peerAddress());
            case 2 -> party.messenger().markDownAll();
            default -> {
                // goes on
            }
        }
    }

    @Test
    default void markDownStopsSenders(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer());
        Party client = rig.client("client.1", Policy.losslessClient());
        for (int round = 0; round < Scale.of(30); round++) {
            Connection connection = client.connect(server);
            CountDownLatch sending = new CountDownLatch(4);
            CountDownLatch stopped = new CountDownLatch(4);
            for (int sender = 0; sender < 4; sender++) {
                Thread.ofPlatform().name("junit-sends").daemon().start(() -> {
                    int number = 0;
                    while (connection.trySend(Content.numbered(number)) != SendResult.CLOSED) {
                        if (number++ == 20) {
                            sending.countDown();
                        }
                        Thread.yield();
                    }
                    stopped.countDown();
                });
            }
            Await.until("four senders to be busy", () -> sending.getCount() == 0);
            connection.markDown();
            Await.until("four senders to be told", () -> stopped.getCount() == 0);
            Assertions.assertTrue(connection.isClosed());
            Await.until(
                    "what is stored to be dropped",
                    () -> connection.state().queued + connection.state().unacknowledged == 0);
        }
        Pair.accepted(client.connect(server).trySend(Content.message(77, "after all")));
        Message message;
        do {
            message = server.probe().message();
        } while (message.type() != 77);
    }
}
