package messenger.shell;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long some round trips took, in microseconds.
 *
 * @param count how many there were, at least one
 * @param minMicros the shortest
 * @param avgMicros the mean
 * @param p50Micros half of them took no longer
 * @param p99Micros 99 % of them took no longer
 * @param maxMicros the longest
 */
public record RoundTrips(
        int count, double minMicros, double avgMicros, double p50Micros, double p99Micros, double maxMicros) {
    private static final double NANOS_PER_MICRO = 1e3;

    /** Sums up at least one round trip, given in nanoseconds. */
    static RoundTrips of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new RoundTrips(
                sorted.length,
                sorted[0] / NANOS_PER_MICRO,
                Arrays.stream(sorted).average().orElseThrow() / NANOS_PER_MICRO,
                percentile(sorted, 50),
                percentile(sorted, 99),
                sorted[sorted.length - 1] / NANOS_PER_MICRO);
    }

    private static double percentile(long[] sorted, int percent) {
        int rank = Math.toIntExact(Math.ceilDiv((long) sorted.length * percent, 100L));
        return sorted[rank - 1] / NANOS_PER_MICRO;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "min %.1f us, avg %.1f us, p50 %.1f us, p99 %.1f us, max %.1f us",
                minMicros,
                avgMicros,
                p50Micros,
                p99Micros,
                maxMicros);
    }
}
