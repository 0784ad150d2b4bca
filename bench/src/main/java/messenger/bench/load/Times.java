package messenger.bench.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Histogram;

/** Round-trip times in nanoseconds, in a histogram for each thread that takes them. */
final class Times {
    private static final int DIGITS = 3;

    private final Map<Thread, Histogram> byThread = new ConcurrentHashMap<>();

    /** The calling thread's own. */
    Histogram own() {
        return byThread.computeIfAbsent(Thread.currentThread(), thread -> new Histogram(DIGITS));
    }

    /** All together, once nobody takes any more. */
    Histogram sum() {
        Histogram sum = new Histogram(DIGITS);
        byThread.values().forEach(sum::add);
        return sum;
    }
}
