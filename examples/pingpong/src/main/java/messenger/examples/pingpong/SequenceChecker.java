package messenger.examples.pingpong;

import java.util.Map;
import java.util.TreeMap;

/**
 * Checks that counters arrive as 0, 1, 2, ... and counts what deviates. Memory grows with the number of gaps only, up
 * to {@value #MAX_GAPS}; the oldest is given up then, and stragglers out of it count as duplicates.
 *
 * <p>Not thread safe.
 */
final class SequenceChecker {
    /** Most gaps that are remembered. */
    static final int MAX_GAPS = 65_536;

    /** What has been skipped and may still come: first counter to last counter of each gap. */
    private final TreeMap<Long, Long> gaps = new TreeMap<>();

    private long next;
    private long received;
    private long duplicated;
    private long outOfOrder;

    /**
     * Takes a counter.
     *
     * @return whether it is new; false for a duplicate
     * @throws IllegalArgumentException if it is negative or {@link Long#MAX_VALUE}
     */
    boolean accept(long counter) {
        if (counter < 0 || counter == Long.MAX_VALUE) {
            throw new IllegalArgumentException("counter " + counter + " is not in 0.." + (Long.MAX_VALUE - 1));
        }
        if (counter >= next) {
            if (counter > next) {
                remember(next, counter - 1);
            }
            next = counter + 1;
        } else if (fill(counter)) {
            outOfOrder++;
        } else {
            duplicated++;
            return false;
        }
        received++;
        return true;
    }

    private void remember(long first, long last) {
        gaps.put(first, last);
        if (gaps.size() > MAX_GAPS) {
            gaps.pollFirstEntry();
        }
    }

    private boolean fill(long counter) {
        Map.Entry<Long, Long> gap = gaps.floorEntry(counter);
        if (gap == null || counter > gap.getValue()) {
            return false;
        }
        gaps.remove(gap.getKey());
        if (gap.getKey() < counter) {
            remember(gap.getKey(), counter - 1);
        }
        if (counter < gap.getValue()) {
            remember(counter + 1, gap.getValue());
        }
        return true;
    }

    /** Different counters that arrived. */
    long received() {
        return received;
    }

    /** Counters that arrived once more. */
    long duplicated() {
        return duplicated;
    }

    /** Counters that arrived after a higher one. */
    long outOfOrder() {
        return outOfOrder;
    }

    /** How many of the counters 0 to {@code sent - 1} have not arrived. */
    long lost(long sent) {
        return sent - received;
    }
}
