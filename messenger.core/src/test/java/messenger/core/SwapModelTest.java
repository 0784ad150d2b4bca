package messenger.core;

import static messenger.core.SwapModel.ONE;
import static messenger.core.SwapModel.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import messenger.api.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The swap under the orders in which events can happen, with links that break or fall silent at each step: all runs that
 * depart so many times from what usually happens, and beyond that some at random.
 */
class SwapModelTest {
    /** With 3, everything takes hours. */
    private static final int DEPARTURES = Integer.getInteger("messenger.model.departures", 2);

    private static final int RANDOM_RUNS = Integer.getInteger("messenger.model.runs", 200);
    private static final long SEED = Long.getLong("messenger.model.seed", System.nanoTime());

    /** Who the two are. */
    enum Roles {
        PEERS(Policy.losslessPeer(), Policy.losslessPeer()),
        CLIENT_AND_SERVER(Policy.losslessClient(), Policy.statefulServer());

        private final Policy a;
        private final Policy b;

        Roles(Policy a, Policy b) {
            this.a = a;
            this.b = b;
        }

        SwapModel model(Choices choices, boolean automatic) {
            return new SwapModel(choices, a, b, automatic);
        }
    }

    /** What the two do, each in its order. */
    enum Plan {
        DIALLER_SWAPS(false, model -> {
            model.a.thenSend("a1").thenSwap(TWO).thenSend("a2");
            model.b.thenSend("b1");
        }),
        ACCEPTOR_ASKS(false, model -> {
            model.a.thenSend("a1");
            model.b.thenSwap(TWO).thenSend("b1");
        }),
        OPPOSITE_WISHES(false, model -> {
            model.a.thenSwap(TWO).thenSend("a1");
            model.b.thenSwap(ONE).thenSend("b1");
        }),
        THERE_AND_BACK(false, model -> {
            model.a.thenSwap(TWO).thenSend("a1").thenSwap(ONE);
            model.b.thenSend("b1");
        }),
        DIALLER_STOPS_THE_CARRIER(false, model -> {
            model.a.thenSend("a1").thenStop(ONE).thenSend("a2");
            model.b.thenSend("b1");
        }),
        ACCEPTOR_STOPS_THE_CARRIER(false, model -> {
            model.a.thenSend("a1");
            model.b.thenSend("b1").thenStop(ONE).thenSend("b2");
        }),
        TARGET_STOPS_DURING_THE_SWAP(false, model -> {
            model.a.thenSwap(TWO).thenSend("a1");
            model.b.thenSend("b1").thenStop(TWO);
        }),
        CARRIER_STOPS_DURING_THE_SWAP(false, model -> {
            model.a.thenSwap(TWO).thenSend("a1").thenStop(ONE);
            model.b.thenSend("b1");
        }),
        BOTH_STOP_THE_CARRIER_DURING_THE_SWAP(false, model -> {
            model.a.thenSwap(TWO).thenSend("a1").thenStop(ONE);
            model.b.thenSend("b1").thenStop(ONE);
        }),
        A_BETTER_TRANSPORT_STARTS(true, model -> {
            model.a.thenStart(TWO).thenSend("a1");
            model.b.thenStart(TWO).thenSend("b1");
        }),
        STOPPED_AND_STARTED(false, model -> {
            model.a.thenSend("a1").thenStop(ONE).thenStop(TWO).thenSend("a2").thenStart(TWO);
            model.b.thenSend("b1");
        });

        private final boolean automatic;
        private final Consumer<SwapModel> script;

        Plan(boolean automatic, Consumer<SwapModel> script) {
            this.automatic = automatic;
            this.script = script;
        }
    }

    static List<Arguments> plans() {
        List<Arguments> all = new ArrayList<>();
        for (Roles roles : Roles.values()) {
            for (Plan plan : Plan.values()) {
                all.add(Arguments.of(roles, plan));
            }
        }
        return all;
    }

    private static int explore(Choices choices, int most, Roles roles, Plan plan, int breaks, int silences) {
        int runs = 0;
        do {
            try (SwapModel model = roles.model(choices, plan.automatic)) {
                plan.script.accept(model);
                model.breaking(breaks).freezing(silences).run();
                model.check();
                runs++;
            }
        } while (runs < most && choices.next());
        return runs;
    }

    @ParameterizedTest
    @MethodSource("plans")
    void nothingIsLostInAnyOrder(Roles roles, Plan plan) {
        int runs = explore(Choices.departing(DEPARTURES), Integer.MAX_VALUE, roles, plan, 0, 0);
        assertTrue(runs > 50, "runs: " + runs);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void nothingIsLostWhenLinksBreakAtAnyStep(Roles roles, Plan plan) {
        int runs = explore(Choices.departing(DEPARTURES), Integer.MAX_VALUE, roles, plan, 1, 0);
        assertTrue(runs > 200, "runs: " + runs);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void nothingIsLostWhenALinkFallsSilentAtAnyStep(Roles roles, Plan plan) {
        int runs = explore(Choices.departing(DEPARTURES - 1), Integer.MAX_VALUE, roles, plan, 0, 1);
        assertTrue(runs > 20, "runs: " + runs);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void nothingIsLostAtRandom(Roles roles, Plan plan) {
        System.out.println("messenger.model.seed=" + SEED);
        int runs = explore(Choices.random(SEED), RANDOM_RUNS, roles, plan, 3, 1);
        assertEquals(RANDOM_RUNS, runs);
    }

    @Test
    void theDiallersWishIsGranted() {
        isGranted(Plan.DIALLER_SWAPS);
    }

    @Test
    void theAcceptorsWishIsGranted() {
        isGranted(Plan.ACCEPTOR_ASKS);
    }

    @Test
    void theTransportThatRanksHighestTakesOver() {
        isGranted(Plan.A_BETTER_TRANSPORT_STARTS);
    }

    private static void isGranted(Plan plan) {
        Choices choices = Choices.departing(2);
        do {
            try (SwapModel model = Roles.PEERS.model(choices, plan.automatic)) {
                plan.script.accept(model);
                model.run();
                model.awaitLink(TWO);
                assertEquals(1, model.a.state().swaps, model::story);
                assertEquals(1, model.b.state().swaps, model::story);
                assertEquals(0, model.a.state().reconnects, model::story);
            }
        } while (choices.next());
    }

    @Test
    void aModelThatLosesIsFoundOut() {
        try (SwapModel model = Roles.PEERS.model(Choices.departing(0), false)) {
            model.a.thenSend("a1");
            model.run();
            model.a.accepted().add("never sent");
            AssertionError found = null;
            try {
                model.check();
            } catch (AssertionError e) {
                found = e;
            }
            assertNotEquals(null, found, "the check says nothing of a message that was lost");
        }
    }
}
