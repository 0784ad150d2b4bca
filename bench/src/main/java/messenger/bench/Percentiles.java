package messenger.bench;

import java.util.Arrays;

/** Percentiles of a set of times. */
final class Percentiles {
    private final long[] sorted;

    Percentiles(long[] nanos) {
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /** The time below which that share of all times lies, in microseconds. */
    double micros(double share) {
        int index = (int) Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)));
        return sorted[index] / 1000.0;
    }

    /** The middle one of some figures. */
    static double median(double... figures) {
        double[] ordered = figures.clone();
        Arrays.sort(ordered);
        return ordered[ordered.length / 2];
    }
}
