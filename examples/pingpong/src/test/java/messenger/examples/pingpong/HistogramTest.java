package messenger.examples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private final Histogram histogram = new Histogram();

    @Test
    void emptyOneAnswersZero() {
        assertEquals(0, histogram.count());
        assertEquals(0, histogram.percentile(50));
        assertEquals(0, histogram.max());
    }

    @Test
    void smallValuesAreExact() {
        for (int value = 1; value <= 60; value++) {
            histogram.record(value);
        }
        assertEquals(30, histogram.percentile(50));
        assertEquals(54, histogram.percentile(90));
        assertEquals(60, histogram.percentile(100));
        assertEquals(60, histogram.max());
    }

    @Test
    void percentilesAreWithinABucketOfTheTruth() {
        long[] values = new Random(7).longs(10_000, 1, 10_000_000_000L).toArray();
        Arrays.stream(values).forEach(histogram::record);
        Arrays.sort(values);
        for (double percent : new double[] {1, 50, 90, 99, 99.9, 100}) {
            long truth = values[(int) Math.ceil(values.length * percent / 100) - 1];
            long answer = histogram.percentile(percent);
            assertTrue(answer >= truth, () -> percent + " %: " + answer + " is below " + truth);
            assertTrue(
                    answer <= truth + truth / Histogram.SUB_BUCKETS + 1,
                    () -> percent + " %: " + answer + " is far above " + truth);
        }
    }

    @Test
    void takesTheExtremes() {
        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);
        assertEquals(0, histogram.percentile(50));
        assertEquals(Long.MAX_VALUE, histogram.percentile(100));
    }

    @Test
    void refusesPercentilesThatMakeNoSense() {
        for (double percent : new double[] {0, -1, 100.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> histogram.percentile(percent));
        }
    }
}
