package messenger.shell;

import java.util.Arrays;
import java.util.Locale;

/**
 * Round trips of keepalives, in microseconds.
 *
 * @param endpoint who sent them
 * @param peer who answered
 * @param count how many were asked for
 * @param answered how many came back
 * @param minMicros the shortest
 * @param p50Micros half of them took no longer
 * @param p99Micros 99 % of them took no longer
 * @param maxMicros the longest
 */
public record PingResult(
        String endpoint,
        String peer,
        int count,
        int answered,
        double minMicros,
        double p50Micros,
        double p99Micros,
        double maxMicros) {
    private static final double NANOS_PER_MICRO = 1e3;

    /** Sums up at least one round trip, given in nanoseconds. */
    static PingResult of(String endpoint, String peer, int count, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new PingResult(
                endpoint,
                peer,
                count,
                sorted.length,
                sorted[0] / NANOS_PER_MICRO,
                percentile(sorted, 50),
                percentile(sorted, 99),
                sorted[sorted.length - 1] / NANOS_PER_MICRO);
    }

    private static double percentile(long[] sorted, int percent) {
        int rank = Math.ceilDiv(sorted.length * percent, 100);
        return sorted[rank - 1] / NANOS_PER_MICRO;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s to %s: %d of %d came back, min %.1f us, p50 %.1f us, p99 %.1f us, max %.1f us",
                endpoint,
                peer,
                answered,
                count,
                minMicros,
                p50Micros,
                p99Micros,
                maxMicros);
    }
}
