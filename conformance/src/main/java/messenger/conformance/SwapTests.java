package messenger.conformance;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import messenger.conformance.TappedEndpoint.Step;
import messenger.conformance.memory.MemoryNetwork;
import messenger.core.EndpointSettings;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions move between the transport and another one, which is in memory, while they are in use. */
public interface SwapTests extends ConformanceTests {
    /** Type of the other transport. */
    String OTHER = "other";

    /** A pair whose sessions move only when they are told to. */
    private static Pair pair(Rig rig) {
        return pair(rig, UnaryOperator.identity());
    }

    private static Pair pair(Rig rig, UnaryOperator<EndpointSettings.Builder> more) {
        return Pair.of(
                rig,
                more.apply(settings("client.1", Policy.losslessClient())),
                more.apply(settings("osd.0", Policy.statefulServer())));
    }

    private static EndpointSettings.Builder settings(String name, Policy policy) {
        return Rig.settings(name, policy).swapAutomatic(false).storeBytes(256 << 20);
    }

    /** Attaches the other transport on both sides. */
    private static void attachOther(Pair pair, MemoryNetwork other) {
        pair.server().attachToo(other, List.of(other.anyPort()));
        pair.client().attachToo(other, List.of());
    }

    private static Pair pairWithOther(Rig rig) {
        Pair pair = pair(rig);
        attachOther(pair, new MemoryNetwork(OTHER, 1));
        return pair;
    }

    private static String link(Connection connection) {
        var link = connection.state().link;
        return link == null ? "none" : link.transport;
    }

    private static void awaitLink(Pair pair, String type) {
        Await.until(
                "a link by " + type,
                () -> link(pair.toServer()).equals(type)
                        && link(pair.toClient()).equals(type)
                        && pair.toServer().isConnected()
                        && pair.toClient().isConnected());
    }

    /** Nothing but swaps has happened. */
    private static void assertUndisturbed(Pair pair, int swaps) {
        pair.settle();
        for (Party party : List.of(pair.client(), pair.server())) {
            party.probe().expectNothingMore();
            party.probe().expectCount(0, Event.RESET);
            party.probe().expectCount(0, Event.REMOTE_RESET);
        }
        Assertions.assertEquals(swaps, pair.toServer().state().swaps, "swaps of the client's session");
        Assertions.assertEquals(swaps, pair.toClient().state().swaps, "swaps of the server's session");
        Assertions.assertEquals(0, pair.toServer().state().reconnects, "reconnects of the client's session");
        Assertions.assertEquals(0, pair.toClient().state().reconnects, "reconnects of the server's session");
    }

    @Test
    default void sessionMovesThereAndBackInUse(Rig rig) {
        Pair pair = pairWithOther(rig);
        String own = link(pair.toServer());
        int count = 6000;
        Future<?> there = Traffic.start(pair.toServer(), count, number -> number % 700);
        Future<?> back = Traffic.start(pair.toClient(), count, number -> number % 3000);
        int swaps = 6;
        for (int swap = 0; swap < swaps; swap++) {
            int step = count / (swaps + 1);
            pair.server().probe().expectNumbers(swap * step, (swap + 1) * step);
            String to = swap % 2 == 0 ? OTHER : own;
            pair.toServer().swap(to);
            awaitLink(pair, to);
        }
        pair.server().probe().expectNumbers(swaps * (count / (swaps + 1)), count);
        pair.client().probe().expectNumbers(0, count);
        Await.get(there, "sending to the server");
        Await.get(back, "sending to the client");
        assertUndisturbed(pair, swaps);
        Assertions.assertTrue(pair.toServer().state().longestPauseNanos > 0, "the longest pause");
    }

    @Test
    default void sideThatWasDialledAsksForTheSwap(Rig rig) {
        Pair pair = pairWithOther(rig);
        pair.toClient().swap(OTHER);
        awaitLink(pair, OTHER);
        pair.exchange(1);
        assertUndisturbed(pair, 1);
    }

    @Test
    default void sessionMovesByItselfToTheTransportThatRanksHigher(Rig rig) {
        Pair pair = pair(rig, settings -> settings.swapAutomatic(true).swapInterval(Duration.ofMillis(50)));
        String own = link(pair.toServer());
        attachOther(pair, new MemoryNetwork(OTHER, Integer.MAX_VALUE));
        awaitLink(pair, OTHER);
        pair.exchange(1);
        Assertions.assertNotEquals(own, link(pair.toServer()));
        assertUndisturbed(pair, 1);
    }

    @Test
    default void sessionStaysWhereItRanksHigher(Rig rig) {
        Pair pair = pair(rig, settings -> settings.swapAutomatic(true).swapInterval(Duration.ofMillis(1)));
        String own = link(pair.toServer());
        attachOther(pair, new MemoryNetwork(OTHER, Integer.MIN_VALUE));
        // back from where it does not stay by itself
        pair.toServer().swap(OTHER);
        awaitLink(pair, OTHER);
        pair.toServer().swap(null);
        awaitLink(pair, own);
        pair.exchange(1);
        assertUndisturbed(pair, 2);
    }

    @Test
    default void sessionGoesOnByTheOtherWhenItsTransportGoes(Rig rig) {
        Pair pair = pairWithOther(rig);
        int count = 2000;
        Future<?> there = Traffic.start(pair.toServer(), count, number -> 100);
        Future<?> back = Traffic.start(pair.toClient(), count, number -> 100);
        pair.server().probe().expectNumbers(0, count / 4);
        pair.client().detach();
        pair.server().probe().expectNumbers(count / 4, count);
        pair.client().probe().expectNumbers(0, count);
        Await.get(there, "sending to the server");
        Await.get(back, "sending to the client");
        Assertions.assertEquals(OTHER, link(pair.toServer()));
    }

    @Test
    default void sessionGoesOnByTheOtherWhenTheServersTransportGoes(Rig rig) {
        Pair pair = pairWithOther(rig);
        EntityAddress address = pair.server().address();
        String own = link(pair.toServer());
        pair.exchange(0);
        pair.server().detach();
        pair.exchange(1);
        awaitLink(pair, OTHER);
        pair.server().attach(List.of(address));
        pair.toServer().swap(own);
        awaitLink(pair, own);
        pair.exchange(2);
        pair.settle();
        pair.client().probe().expectCount(0, Event.REMOTE_RESET);
        Assertions.assertEquals(1, pair.server().messenger().connections().size(), "sessions of the server");
    }

    @Test
    default void largeMessageThatIsHalfSentArrivesOnce(Rig rig) {
        Pair pair = pairWithOther(rig);
        String own = link(pair.toServer());
        int length = 64 << 20;
        for (String to : List.of(OTHER, own)) {
            ByteBuffer data = Content.pattern(7, length);
            Pair.accepted(pair.toServer().trySend(Message.builder(1).data(data).build()));
            pair.toServer().swap(to);
            awaitLink(pair, to);
            Message received = pair.server().probe().message();
            Content.assertPattern(7, length, received.data(), "data");
        }
        assertUndisturbed(pair, 2);
    }

    @Test
    default void replyToARequestFromBeforeTheSwapArrives(Rig rig) {
        Pair pair = pairWithOther(rig);
        String own = link(pair.toServer());
        int room = 100_000;
        pair.server().probe().onMessage(Message::retain);
        for (String to : List.of(OTHER, own)) {
            CompletableFuture<Message> reply = pair.toServer()
                    .request(
                            Message.builder(1)
                                    .front(Content.text("question"))
                                    .replyRoom(room)
                                    .build(),
                            Duration.ofMinutes(1));
            Message request = pair.server().probe().message();
            pair.toServer().swap(to);
            awaitLink(pair, to);
            Message answer = Message.builder(2).data(Content.pattern(3, room)).build();
            Pair.accepted(pair.toClient().sendReply(Kept.original(request), answer));
            Content.assertPattern(3, room, Await.get(reply, "the reply").data(), "data of the reply");
        }
        assertUndisturbed(pair, 2);
    }

    @Test
    default void sessionMovesWhileItsReceiverIsThrottled(Rig rig) {
        Pair pair = pair(rig, settings -> settings.dispatchThrottleBytes(10_000).readAheadBytes(1000));
        attachOther(pair, new MemoryNetwork(OTHER, 1));
        int count = 100;
        CountDownLatch go = new CountDownLatch(1);
        pair.server().probe().onMessage(message -> Await.until("the swap", () -> go.getCount() == 0));
        Future<?> there = Traffic.start(pair.toServer(), count, number -> 5000);
        Await.until("the server to be throttled", pair.server()::isThrottled);
        pair.toServer().swap(OTHER);
        awaitLink(pair, OTHER);
        go.countDown();
        pair.server().probe().expectNumbers(0, count);
        Await.get(there, "sending");
        assertUndisturbed(pair, 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"IDENTIFIED", "REPLY", "SEQ"})
    default void candidateThatDiesInItsHandshakeIsTriedAgain(Step step, Rig rig) {
        Pair pair = pair(rig, settings -> settings.swapInterval(Duration.ofMillis(20)));
        attachOther(pair, new MemoryNetwork(OTHER, 1));
        int count = 2000;
        Future<?> there = Traffic.start(pair.toServer(), count);
        pair.client().tap().cutAt(step, false);
        pair.toServer().swap(OTHER);
        Await.until("the cut", () -> !pair.client().tap().cutIsPending());
        awaitLink(pair, OTHER);
        pair.server().probe().expectNumbers(0, count);
        Await.get(there, "sending");
        pair.exchange(1);
        pair.settle();
        pair.client().probe().expectCount(0, Event.RESET);
        pair.client().probe().expectCount(0, Event.REMOTE_RESET);
    }

    @Test
    default void presentLinkCarriesOnWhenNobodyListensAtTheOther(Rig rig) throws Exception {
        Pair pair = pair(rig, settings -> settings.swapInterval(Duration.ofMillis(20)));
        String own = link(pair.toServer());
        // announced by the server, but in another network than the client's
        pair.server().attachToo(new MemoryNetwork(OTHER, 1), List.of(new MemoryNetwork(OTHER, 1).anyPort()));
        pair.client().attachToo(new MemoryNetwork(OTHER, 1), List.of());
        pair.exchange(0);
        pair.toServer().swap(OTHER);
        Await.until("two attempts to fail", () -> pair.toServer().state().swapFailures >= 2);
        pair.exchange(1);
        Assertions.assertTrue(pair.toServer().state().lastSwapFault.startsWith("REFUSED"), "the fault");
        Assertions.assertEquals(OTHER, pair.toServer().state().wantedTransport);
        Assertions.assertEquals(own, link(pair.toServer()));
        assertUndisturbed(pair, 0);
    }

    @Test
    default void lossySessionRefusesToMove(Rig rig) {
        Pair pair = Pair.lossy(rig);
        attachOther(pair, new MemoryNetwork(OTHER, Integer.MAX_VALUE));
        IllegalStateException refusal = Assertions.assertThrows(
                IllegalStateException.class, () -> pair.toServer().swap(OTHER));
        Assertions.assertTrue(refusal.getMessage().contains("lossy"), refusal.getMessage());
        pair.exchange(1);
    }
}
