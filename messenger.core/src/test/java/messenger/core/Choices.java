package messenger.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The decisions of one run of a model; the next run makes others. The first possibility is what usually happens; a run
 * departs from that at so many decisions at most, which keeps their number in bounds: all runs within the bound are made.
 */
final class Choices {
    private record Decision(int chosen, int count) {}

    private final List<Decision> path = new ArrayList<>();
    private final int mostDepartures;
    private final Random random;
    private int at;
    private int departures;

    private Choices(int mostDepartures, Random random) {
        this.mostDepartures = mostDepartures;
        this.random = random;
    }

    /** Goes through all runs that depart from the usual so many times at most. */
    static Choices departing(int times) {
        return new Choices(times, null);
    }

    /** Departs from the usual anywhere. */
    static Choices random(long seed) {
        return new Choices(Integer.MAX_VALUE, new Random(seed));
    }

    /** One of {@code count} possibilities, 0 to {@code count - 1}. */
    int among(int count) {
        if (random != null) {
            return random.nextInt(count);
        }
        if (at == path.size()) {
            path.add(new Decision(0, departures < mostDepartures ? count : 1));
        }
        Decision decision = path.get(at++);
        if (decision.count() != count && decision.count() != 1) {
            throw new IllegalStateException("the model is not deterministic: " + count + " instead of "
                    + decision.count() + " possibilities at decision " + (at - 1));
        }
        departures += decision.chosen() == 0 ? 0 : 1;
        return decision.chosen();
    }

    /** Begins the next run; false if there is none. */
    boolean next() {
        at = 0;
        departures = 0;
        if (random != null) {
            return true;
        }
        while (!path.isEmpty()) {
            Decision last = path.removeLast();
            if (last.chosen() + 1 < last.count()) {
                path.add(new Decision(last.chosen() + 1, last.count()));
                return true;
            }
        }
        return false;
    }
}
