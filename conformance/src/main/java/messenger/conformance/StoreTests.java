package messenger.conformance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.CoreRuntime;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What senders meet when nobody takes their messages: the bounds of the store. */
public interface StoreTests extends ConformanceTests {
    /** Sends numbered messages until the store is full or {@code most} are accepted; says how many were. */
    static int fill(Connection connection, int most) {
        return fill(connection, most, 0);
    }

    private static int fill(Connection connection, int most, int dataLength) {
        for (int number = 0; number < most; number++) {
            SendResult result = connection.trySend(Content.numbered(number, dataLength));
            if (result == SendResult.BACK_PRESSURED) {
                return number;
            }
            Pair.accepted(result);
        }
        return most;
    }

    private static Party small(Rig rig, int messages) {
        return rig.client(Rig.settings("client.1", Policy.losslessClient())
                .storeMessages(messages)
                .sendTimeout(Await.LIMIT));
    }

    private static Party startServer(Rig rig, EntityAddress address) {
        return rig.open(Rig.settings("osd.0", Policy.statefulServer()), rig.runtime(), List.of(address));
    }

    private static FutureTask<SendResult> start(Callable<SendResult> send) {
        FutureTask<SendResult> task = new FutureTask<>(send);
        Thread.ofVirtual().start(task);
        return task;
    }

    @Test
    default void storeIsBoundedByNumber(Rig rig) {
        EntityAddress address = rig.deadAddress();
        Connection connection = small(rig, 8).messenger().connect(EntityType.OSD, address);
        Assertions.assertEquals(8, fill(connection, 100), "messages accepted");
        // who dials may be in the middle of it, and have the rest before it
        Await.until("8 messages queued", () -> connection.state().queued == 8);
        startServer(rig, address).probe().expectNumbers(0, 8);
        Await.until("room", () -> connection.trySend(Content.numbered(8)) == SendResult.ACCEPTED);
    }

    @Test
    default void storeIsBoundedByBytes(Rig rig) {
        EntityAddress address = rig.deadAddress();
        Party client =
                rig.client(Rig.settings("client.1", Policy.losslessClient()).storeBytes(100_000));
        Connection connection = client.messenger().connect(EntityType.OSD, address);
        int sent = fill(connection, 100, 30_000);
        Assertions.assertEquals(3, sent, "messages of 30 kB accepted into 100 kB");
        Assertions.assertTrue(
                connection.state().storedBytes >= 90_000,
                () -> connection.state().toString());
        startServer(rig, address).probe().expectNumbers(0, sent);
        Await.until("the store to be empty", () -> connection.state().storedBytes == 0);
    }

    @Test
    default void unacknowledgedMessagesFillTheStoreToo(Rig rig) {
        Pair pair = Pair.of(
                rig,
                Rig.settings("client.1", Policy.losslessClient()).storeMessages(5),
                Rig.settings("osd.0", Policy.statefulServer().withThrottles(1, 0))
                        .readAheadBytes(0));
        pair.awaitAcknowledged();
        pair.server().probe().onMessage(Message::retain);
        Pair.accepted(pair.toServer().trySend(Content.numbered(0)));
        Message held = pair.server().probe().message();
        Await.until("the store to fill up", () -> pair.toServer().trySend(Content.numbered(1)) != SendResult.ACCEPTED);
        Assertions.assertTrue(
                pair.toServer().state().queued + pair.toServer().state().unacknowledged <= 5, "messages stored");
        pair.server().probe().onMessage(message -> {});
        held.release();
        Await.until("room", () -> pair.toServer().trySend(Content.numbered(2)) == SendResult.ACCEPTED);
    }

    @Test
    default void sendWaitsForRoom(Rig rig) {
        EntityAddress address = rig.deadAddress();
        Connection connection = small(rig, 4).messenger().connect(EntityType.OSD, address);
        Assertions.assertEquals(4, fill(connection, 100));
        Future<SendResult> waiting = start(() -> connection.send(Content.numbered(4)));
        Future<SendResult> patient = start(() -> connection.send(Content.numbered(4), Await.LIMIT));
        Assertions.assertEquals(SendResult.BACK_PRESSURED, connection.trySend(Content.numbered(9)));
        Assertions.assertFalse(waiting.isDone() || patient.isDone());
        Party server = startServer(rig, address);
        server.probe().expectNumbers(0, 5);
        Assertions.assertEquals(SendResult.ACCEPTED, Await.get(waiting, "a send that waits"));
        Assertions.assertEquals(SendResult.ACCEPTED, Await.get(patient, "a send that waits"));
        server.probe().expectNumbers(4, 5);
    }

    @Test
    default void sendGivesUpInTime(Rig rig) throws InterruptedException {
        Connection connection = small(rig, 4).messenger().connect(EntityType.OSD, rig.deadAddress());
        fill(connection, 100);
        Duration patience = Duration.ofMillis(100);
        long start = System.nanoTime();
        Assertions.assertEquals(SendResult.BACK_PRESSURED, connection.send(Content.numbered(4), patience));
        Assertions.assertTrue(System.nanoTime() - start >= patience.toNanos(), "gave up too early");
        Assertions.assertEquals(SendResult.BACK_PRESSURED, connection.send(Content.numbered(4), Duration.ZERO));
        Assertions.assertEquals(4, connection.state().queued, "messages queued");
    }

    @Test
    default void markDownReleasesWaitingSenders(Rig rig) {
        Connection connection = small(rig, 4).messenger().connect(EntityType.OSD, rig.deadAddress());
        fill(connection, 100);
        Future<SendResult> waiting = start(() -> connection.send(Content.numbered(4)));
        connection.markDown();
        Assertions.assertEquals(SendResult.CLOSED, Await.get(waiting, "a send on a session marked down"));
    }

    @Test
    default void interruptionReleasesAWaitingSender(Rig rig) {
        Connection connection = small(rig, 4).messenger().connect(EntityType.OSD, rig.deadAddress());
        fill(connection, 100);
        FutureTask<SendResult> send = new FutureTask<>(() -> connection.send(Content.numbered(4)));
        Thread sender = Thread.ofVirtual().start(send);
        Await.until(
                "the sender to wait",
                () -> sender.getState() == Thread.State.WAITING || sender.getState() == Thread.State.TIMED_WAITING);
        sender.interrupt();
        Await.failure(InterruptedException.class, send, "a send that was interrupted");
        Assertions.assertEquals(4, connection.state().queued, "messages queued");
    }

    @Test
    default void sendOnTheDispatchThreadNeverWaits(Rig rig) {
        Party client = small(rig, 4);
        Connection connection = client.messenger().connect(EntityType.OSD, rig.deadAddress());
        var results = new LinkedBlockingQueue<SendResult>();
        client.probe().onMessage(message -> {
            try {
                for (int number = 0; number < 6; number++) {
                    results.add(connection.send(Content.numbered(number), Duration.ofHours(1)));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Pair.accepted(client.messenger().loopback().trySend(Content.numbered(0)));
        for (int number = 0; number < 6; number++) {
            Assertions.assertEquals(
                    number < 4 ? SendResult.ACCEPTED : SendResult.BACK_PRESSURED,
                    Await.take(results, "a send on the dispatch thread"));
        }
    }

    @Test
    default void processIsBounded(Rig rig) {
        CoreRuntime bounded = rig.keep(CoreRuntime.create(new RealTimers(), 8 << 20));
        EntityAddress address = rig.deadAddress();
        Party first = rig.open(Rig.settings("client.1", Policy.losslessClient()), bounded, List.of());
        Party second = rig.open(Rig.settings("client.2", Policy.losslessClient()), bounded, List.of());
        Connection greedy = first.messenger().connect(EntityType.OSD, address);
        Connection late = second.messenger().connect(EntityType.OSD, address);
        int sent = fill(greedy, 100, 512 << 10);
        Assertions.assertTrue(sent >= 4 && sent <= 16, () -> sent + " messages of 512 KiB accepted into 8 MiB");
        Assertions.assertEquals(SendResult.BACK_PRESSURED, late.trySend(Content.numbered(0, 512 << 10)));
        greedy.markDown();
        Await.until("room", () -> late.trySend(Content.numbered(0, 512 << 10)) == SendResult.ACCEPTED);
        startServer(rig, address).probe().expectNumbers(0, 1);
    }

    @Test
    default void processBoundDoesNotStopTraffic(Rig rig) {
        CoreRuntime bounded = rig.keep(CoreRuntime.create(new RealTimers(), 4 << 20));
        Party server = rig.open(Rig.settings("osd.0", Policy.statefulServer()), bounded, List.of(rig.anyPort()));
        Party client = rig.open(Rig.settings("client.1", Policy.losslessClient()), bounded, List.of());
        Pair pair = Pair.open(client, server);
        Future<?> there = Traffic.start(pair.toServer(), 200, number -> 256 << 10);
        Future<?> back = Traffic.start(pair.toClient(), 200, number -> 256 << 10);
        server.probe().expectNumbers(0, 200);
        client.probe().expectNumbers(0, 200);
        Await.get(there, "sending to the server");
        Await.get(back, "sending to the client");
    }
}
