package messenger.bench.run;

import java.util.List;

/** One and the same computation, whose time tells how steady the machine is. */
final class Calibration {
    private static final int STEPS = 20_000_000;
    private static final double FIVE_PERCENT = 0.05;

    private long value = 1;

    /** Milliseconds of one run. */
    double run() {
        long begin = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    /** The same line whatever the compiler makes of the computation, as its result is used. */
    @Override
    public String toString() {
        return "calibration " + value;
    }

    /** Ratio of the 95th to the 5th percentile of such times. */
    static double noise(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        int margin = (int) (sorted.size() * FIVE_PERCENT);
        return sorted.get(sorted.size() - 1 - margin) / sorted.get(margin);
    }
}
