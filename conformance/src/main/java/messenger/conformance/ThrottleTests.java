package messenger.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import messenger.api.Connection;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.core.EndpointSettings;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Throttles on what is received. */
public interface ThrottleTests extends ConformanceTests {
    private static Pair throttled(Rig rig, Policy server) {
        Pair pair = Pair.of(rig, Rig.settings("client.1", Policy.losslessClient()), Rig.settings("osd.0", server));
        pair.server().probe().onMessage(Message::retain);
        return pair;
    }

    private static List<Message> expectStop(Pair pair, int expected) {
        List<Message> held = new ArrayList<>(pair.server().probe().messages(expected));
        Await.until("the server to be throttled", () -> pair.server().isThrottled());
        pair.server().settle();
        pair.server().probe().expectNothingMore();
        return held;
    }

    @Test
    default void messagesAreThrottledByNumber(Rig rig) {
        Pair pair = throttled(rig, Policy.statefulServer().withThrottles(3, 0));
        Future<?> sending = Traffic.start(pair.toServer(), 10);
        List<Message> held = expectStop(pair, 3);
        // each one that is released lets one in
        for (int number = 3; number < 10; number++) {
            held.get(number - 3).release();
            held.get(number - 3).release();
            held.add(pair.server().probe().message());
            Assertions.assertEquals(number, Content.number(held.getLast()));
            pair.server().settle();
            pair.server().probe().expectNothingMore();
        }
        Await.get(sending, "sending");
    }

    @Test
    default void messagesAreThrottledByBytes(Rig rig) {
        Pair pair = throttled(rig, Policy.statefulServer().withThrottles(0, 100_000));
        Traffic.start(pair.toServer(), 10, number -> 30_000);
        List<Message> held = expectStop(pair, 3);
        held.getFirst().release();
        pair.server().probe().expectNumbers(3, 4);
        pair.server().settle();
        pair.server().probe().expectNothingMore();
    }

    @Test
    default void throttleIsSharedByAllPeersOfAType(Rig rig) {
        Party server = rig.server("osd.0", Policy.statefulServer().withThrottles(2, 0));
        List<Connection> clients = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            clients.add(Pair.open(rig.client("client." + id, Policy.losslessClient()), server)
                    .toServer());
        }
        Connection monitor =
                Pair.open(rig.client("mon.1", Policy.losslessClient()), server).toServer();
        server.probe().onMessage(message -> {
            if (message.connection().peerName().type() == EntityType.CLIENT) {
                message.retain();
            }
        });
        clients.forEach(client -> Pair.accepted(client.trySend(Content.numbered(1))));
        List<Message> held = server.probe().messages(2);
        Await.until("the server to be throttled", server::isThrottled);
        Pair.accepted(monitor.trySend(Content.numbered(2)));
        server.probe().expectNumbers(2, 3);
        held.getFirst().release();
        server.probe().expectNumbers(1, 2);
    }

    @Test
    default void messageLargerThanTheThrottlePassesAlone(Rig rig) {
        Pair pair = throttled(rig, Policy.statefulServer().withThrottles(0, 10_000));
        for (int number = 0; number < 3; number++) {
            Pair.accepted(pair.toServer().trySend(Content.numbered(number, 2_000_000)));
        }
        for (int number = 0; number < 3; number++) {
            Message large = pair.server().probe().message();
            Assertions.assertEquals(number, Content.number(large));
            Content.assertPattern(number, 2_000_000, large.data(), "data");
            pair.server().settle();
            pair.server().probe().expectNothingMore();
            large.release();
        }
    }

    @Test
    default void answeringReturnsTheThrottle(Rig rig) {
        Pair pair = throttled(rig, Policy.statefulServer().withThrottles(1, 0));
        Future<Message> first = pair.toServer().request(Content.numbered(1), Await.LIMIT);
        Future<Message> second = pair.toServer().request(Content.numbered(2), Await.LIMIT);
        Message request = pair.server().probe().message();
        Await.until("the server to be throttled", () -> pair.server().isThrottled());
        Pair.accepted(pair.toClient().sendReply(Kept.original(request), Content.numbered(11)));
        Assertions.assertEquals(11, Content.number(Await.get(first, "the first request")));
        Pair.accepted(
                pair.toClient().sendReply(Kept.original(pair.server().probe().message()), Content.numbered(12)));
        Assertions.assertEquals(12, Content.number(Await.get(second, "the second request")));
    }

    @Test
    default void policyChangeOpensTheThrottle(Rig rig) {
        Pair pair = throttled(rig, Policy.statefulServer().withThrottles(1, 0));
        Traffic.start(pair.toServer(), 5);
        expectStop(pair, 1);
        pair.server().messenger().setPolicy(EntityType.CLIENT, Policy.statefulServer());
        pair.server().probe().expectNumbers(1, 5);
    }

    @Test
    default void acknowledgementsAndKeepalivesPassAThrottledReader(Rig rig) {
        Pair pair = throttled(rig, Policy.statefulServer().withThrottles(1, 0));
        Traffic.start(pair.toServer(), 10);
        List<Message> held = expectStop(pair, 1);
        Await.get(pair.toClient().sendAcknowledged(Content.numbered(1)), "an acknowledgement to the throttled side");
        pair.client().probe().expectNumbers(1, 2);
        Await.get(pair.toClient().keepalive(), "a keepalive of the throttled side");
        Await.get(pair.toServer().keepalive(), "a keepalive to the throttled side");
        held.getFirst().release();
        pair.server().probe().onMessage(message -> {});
        pair.server().probe().expectNumbers(1, 2);
    }

    @Test
    default void cutWhileThrottledLosesNothing(Rig rig) {
        Pair pair = throttled(rig, Policy.statefulServer().withThrottles(2, 0));
        Future<?> sending = Traffic.start(pair.toServer(), 50, number -> 40_000);
        List<Message> held = expectStop(pair, 2);
        pair.cut();
        pair.server().probe().onMessage(message -> {});
        held.forEach(Message::release);
        pair.server().probe().expectNumbers(2, 50);
        Await.get(sending, "sending");
    }

    @Test
    default void dispatchIsThrottled(Rig rig) {
        Pair pair = Pair.of(
                rig,
                Rig.settings("client.1", Policy.losslessClient()),
                Rig.settings("osd.0", Policy.statefulServer())
                        .dispatchThrottleBytes(100_000)
                        .readAheadBytes(0));
        CountDownLatch release = new CountDownLatch(1);
        pair.server().probe().onMessage(message -> Await.until("the test to go on", () -> release.getCount() == 0));
        Future<?> sending = Traffic.start(pair.toServer(), 100, number -> 30_000);
        pair.server().probe().expectNumbers(0, 1);
        Await.until("the server to be throttled", () -> pair.server().isThrottled());
        long queued = pair.server().messenger().state().dispatchQueued;
        Assertions.assertTrue(queued <= 4, () -> queued + " messages of 30 kB wait for dispatch");
        release.countDown();
        pair.server().probe().expectNumbers(1, 100);
        Await.get(sending, "sending");
    }

    /** A peer with room for one message each way, which answers requests from another thread. */
    private static EndpointSettings.Builder narrow(String name) {
        return Rig.settings(name, Policy.losslessPeer().withThrottles(1, 0))
                .storeMessages(1)
                .readAheadBytes(0);
    }

    private static Future<?> requests(Connection to, int count) {
        FutureTask<Void> task = new FutureTask<>(
                () -> {
                    for (int number = 0; number < count; number++) {
                        int expected = number;
                        Future<Message> reply = to.request(Content.numbered(number), Await.LIMIT);
                        while (reply.state() == Future.State.FAILED) {
                            // no room: what fills the store is on its way, so it comes
                            Thread.yield();
                            reply = to.request(Content.numbered(number), Await.LIMIT);
                        }
                        Assertions.assertEquals(expected, Content.number(Await.get(reply, "request " + number)));
                    }
                },
                null);
        Thread.ofVirtual().start(task);
        return task;
    }

    @Test
    default void throttledPeersThatAnswerEachOtherDoNotBlock(Rig rig) {
        Pair pair = Pair.open(rig.server(narrow("osd.1")), rig.server(narrow("osd.0")));
        for (Party party : List.of(pair.client(), pair.server())) {
            party.probe().onMessage(request -> {
                request.retain();
                Thread.ofVirtual()
                        .start(() -> Pair.accepted(
                                request.connection().sendReply(request, Content.numbered(Content.number(request)))));
            });
        }
        Future<?> there = requests(pair.toServer(), 200);
        Future<?> back = requests(pair.toClient(), 200);
        Await.get(there, "200 requests");
        Await.get(back, "200 requests the other way");
    }

    @Test
    default void whatWaitedForAThrottleIsAcknowledged(Rig rig) throws Exception {
        Pair pair = throttled(rig, Policy.statefulServer().withThrottles(1, 0));
        List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            acknowledged.add(pair.toServer().sendAcknowledged(Content.numbered(number)));
        }
        expectStop(pair, 1).forEach(Message::release);
        for (int number = 1; number < 10; number++) {
            pair.server().probe().message().release();
        }
        for (CompletableFuture<Void> each : acknowledged) {
            Await.get(each, "the acknowledgement of a message that was dispatched");
        }
    }
}
