package messenger.conformance;

import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import messenger.api.Policy;
import messenger.api.dto.SessionDTO;
import messenger.conformance.Probe.Event;
import messenger.conformance.TappedEndpoint.Step;
import messenger.core.EndpointSettings;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever happens to links: each message exactly once, in order. */
public interface ReplayTests extends ConformanceTests {
    private static void assertOneSession(Pair pair, int there, int back) {
        pair.settle();
        pair.server().probe().expectNothingMore();
        pair.client().probe().expectNothingMore();
        for (Party party : new Party[] {pair.client(), pair.server()}) {
            party.probe().expectCount(0, Event.RESET);
            party.probe().expectCount(0, Event.REMOTE_RESET);
        }
        pair.awaitAcknowledged();
        SessionDTO atClient = pair.toServer().state();
        SessionDTO atServer = pair.toClient().state();
        // one more than the test counts: the greeting
        Assertions.assertEquals(there + 1, atClient.outSeq, "out_seq of the client");
        Assertions.assertEquals(there + 1, atServer.inSeq, "in_seq of the server");
        Assertions.assertEquals(back + 1, atServer.outSeq, "out_seq of the server");
        Assertions.assertEquals(back + 1, atClient.inSeq, "in_seq of the client");
    }

    /** Sends both ways and cuts the link time and again, on either side. */
    private static void streamUnderCuts(Pair pair, int count, int cuts, IntUnaryOperator dataLength) {
        Future<?> there = Traffic.start(pair.toServer(), count, dataLength);
        Future<?> back = Traffic.start(pair.toClient(), count, dataLength);
        int next = 0;
        for (int cut = 1; cut <= cuts; cut++) {
            int until = (int) ((long) count * cut / (cuts + 1));
            pair.server().probe().expectNumbers(next, until);
            next = until;
            (cut % 2 == 0 ? pair.client() : pair.server()).tap().cutLinks();
        }
        pair.server().probe().expectNumbers(next, count);
        pair.client().probe().expectNumbers(0, count);
        Await.get(there, "sending to the server");
        Await.get(back, "sending to the client");
        assertOneSession(pair, count, count);
        // the side that did not cut the link may not know yet
        Await.until("a reconnect", () -> pair.toServer().state().reconnects > 0);
    }

    @Test
    default void cutLinkLosesNothing(Rig rig) {
        streamUnderCuts(Pair.lossless(rig), Scale.of(20_000), 1, number -> 100);
    }

    @Test
    default void repeatedCutsLoseNothing(Rig rig) {
        streamUnderCuts(Pair.lossless(rig), Scale.of(5000), Scale.of(25), number -> number % 11 * 300);
    }

    @Test
    default void repeatedCutsBetweenPeersLoseNothing(Rig rig) {
        streamUnderCuts(
                Pair.peers(rig, Policy.losslessPeer()), Scale.of(5000), Scale.of(25), number -> number % 11 * 300);
    }

    @Test
    default void cutsInLargeMessagesLoseNothing(Rig rig) {
        streamUnderCuts(Pair.lossless(rig), Scale.of(60), Scale.of(12), number -> number % 3 == 0 ? 2 << 20 : 10_000);
    }

    @Test
    default void cutBeforeAMessageIsReadRepeatsIt(Rig rig) {
        Pair pair = Pair.lossless(rig);
        for (Step step : new Step[] {Step.ADMIT, Step.MESSAGE}) {
            for (boolean told : new boolean[] {false, true}) {
                pair.server().tap().cutAt(step, told);
                int number = pair.server().probe().dispatched();
                Pair.accepted(pair.toServer().trySend(Content.numbered(number, 300_000)));
                pair.server().probe().expectNumbers(number, number + 1);
                Assertions.assertFalse(pair.server().tap().cutIsPending(), "the link was not cut at " + step);
            }
        }
        assertOneSession(pair, 4, 0);
    }

    @Test
    default void lostAcknowledgementDoesNotDuplicate(Rig rig) {
        Pair pair = Pair.lossless(rig);
        for (int number = 0; number < 5; number++) {
            pair.awaitAcknowledged();
            pair.client().tap().cutAt(Step.ACK, false);
            Pair.accepted(pair.toServer().trySend(Content.numbered(number)));
            pair.server().probe().expectNumbers(number, number + 1);
            Await.until("the link to be cut", () -> !pair.client().tap().cutIsPending());
        }
        assertOneSession(pair, 5, 0);
    }

    @Test
    default void acknowledgedMessagesAreNotSentAgain(Rig rig) {
        Pair pair = Pair.lossless(rig);
        for (int number = 0; number < 10; number++) {
            pair.exchange(number);
        }
        pair.awaitAcknowledged();
        pair.cut();
        pair.exchange(10);
        assertOneSession(pair, 11, 11);
        for (SessionDTO state :
                new SessionDTO[] {pair.toServer().state(), pair.toClient().state()}) {
            Assertions.assertEquals(0, state.replayed, "messages sent again");
            Assertions.assertEquals(0, state.duplicatesDropped, "duplicates");
        }
    }

    @Test
    default void numbersGoOnAfterReconnects(Rig rig) {
        Pair pair = Pair.lossless(rig);
        for (int number = 0; number < 10; number++) {
            Pair.accepted(pair.toServer().trySend(Content.numbered(number)));
            Assertions.assertEquals(
                    number + 2, pair.server().probe().message().header().seq(), "seq");
            pair.awaitAcknowledged();
            // with nothing queued, which must not wind numbers back
            pair.cut();
        }
        Await.until("the last reconnect", () -> pair.toServer().isConnected());
        assertOneSession(pair, 10, 0);
    }

    private static EndpointSettings.Builder failing(Rig rig, String name, Policy policy, long oneIn) {
        return Rig.settings(name, policy).injectSocketFailures(oneIn).injectSeed(rig.seed() ^ name.hashCode());
    }

    @Test
    default void frequentFailuresLoseNothing(Rig rig) {
        Pair pair = Pair.of(
                rig,
                failing(rig, "client.1", Policy.losslessClient(), 30),
                failing(rig, "osd.0", Policy.statefulServer(), 30));
        int count = Scale.of(1000);
        Future<?> there = Traffic.start(pair.toServer(), count, number -> number % 3 * 5000);
        Future<?> back = Traffic.start(pair.toClient(), count, number -> number % 3 * 5000);
        pair.server().probe().expectNumbers(0, count);
        pair.client().probe().expectNumbers(0, count);
        Await.get(there, "sending to the server");
        Await.get(back, "sending to the client");
        pair.client().endpoint().faults().oneIn(0);
        pair.server().endpoint().faults().oneIn(0);
        assertOneSession(pair, count, count);
    }

    @Test
    default void nothingWorkingForAWhileLosesNothing(Rig rig) {
        Pair pair = Pair.lossless(rig);
        pair.client().endpoint().faults().oneIn(1);
        for (int number = 0; number < 100; number++) {
            Pair.accepted(pair.toServer().trySend(Content.numbered(number)));
        }
        int dials = pair.client().tap().dials();
        Await.until("five attempts to fail", () -> pair.client().tap().dials() > dials + 5);
        pair.client().endpoint().faults().oneIn(0);
        pair.server().probe().expectNumbers(0, 100);
        assertOneSession(pair, 100, 0);
    }
}
