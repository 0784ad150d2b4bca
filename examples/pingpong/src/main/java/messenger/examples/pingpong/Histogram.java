package messenger.examples.pingpong;

/**
 * Counts non-negative values in buckets that are at most 1/{@value #SUB_BUCKETS} of their value wide, in fixed memory.
 *
 * <p>Not thread safe.
 */
final class Histogram {
    /** Buckets for each power of two. */
    static final int SUB_BUCKETS = 64;

    private static final int SUB_BITS = Integer.numberOfTrailingZeros(SUB_BUCKETS);

    private final long[] buckets = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];
    private long count;
    private long max;

    /** Counts a value; a negative one as 0. */
    void record(long value) {
        long positive = Math.max(0, value);
        buckets[bucketOf(positive)]++;
        count++;
        max = Math.max(max, positive);
    }

    private static int bucketOf(long value) {
        if (value < SUB_BUCKETS) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BITS;
        return (shift + 1) * SUB_BUCKETS + (int) (value >>> shift) - SUB_BUCKETS;
    }

    private static long highestOf(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        int shift = bucket / SUB_BUCKETS - 1;
        long lowest = (long) (bucket % SUB_BUCKETS + SUB_BUCKETS) << shift;
        return lowest + ((1L << shift) - 1);
    }

    /**
     * The value that {@code percent} of the values do not exceed, rounded up to the end of its bucket; 0 when empty.
     *
     * @param percent above 0, up to 100
     */
    long percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percentile " + percent + "; allowed: above 0, up to 100");
        }
        long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            seen += buckets[bucket];
            if (seen >= rank) {
                return Math.min(highestOf(bucket), max);
            }
        }
        return max;
    }

    long count() {
        return count;
    }

    long max() {
        return max;
    }
}
