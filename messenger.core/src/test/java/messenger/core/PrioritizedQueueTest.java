package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import messenger.api.Priority;
import org.junit.jupiter.api.Test;

/** The order of dispatch. */
class PrioritizedQueueTest {
    private static final int MAX_TOKENS = 100;
    private static final int MIN_COST = 10;

    private final PrioritizedQueue<String, String> queue = new PrioritizedQueue<>(MAX_TOKENS, MIN_COST);

    private List<String> drain() {
        List<String> all = new ArrayList<>();
        for (String next = queue.poll(); next != null; next = queue.poll()) {
            all.add(next);
        }
        return all;
    }

    @Test
    void capacity() {
        assertTrue(queue.isEmpty());
        assertNull(queue.poll());
        for (int i = 1; i <= 50; i++) {
            queue.add("k" + i % 3, i * 4 % 200, i, "item");
            assertEquals(i, queue.size());
        }
        for (int i = 49; i >= 0; i--) {
            assertEquals("item", queue.poll());
            assertEquals(i, queue.size());
        }
        assertTrue(queue.isEmpty());
        assertNull(queue.poll());
    }

    @Test
    void strictFromLowOn() {
        queue.add("k", Priority.LOW, 1, "low");
        queue.add("k", Priority.LOW - 1, 1, "below");
        queue.add("k", Priority.HIGHEST, 1, "highest");
        queue.add("k", Priority.DEFAULT, 1, "default");
        queue.add("k", 65_535, 1, "beyond");
        queue.add("k", Priority.HIGHEST, 1, "highest too");
        assertEquals(List.of("beyond", "highest", "highest too", "default", "low", "below"), drain());
    }

    @Test
    void lowestAmongEligibleOtherwiseHighest() {
        for (int i = 1; i <= 4; i++) {
            queue.add("k", 10, MIN_COST, "small " + i);
            queue.add("k", 30, MAX_TOKENS, "large " + i);
        }
        // who runs pays into all buckets in proportion: large 1 leaves 26 tokens to the small ones
        assertEquals(
                List.of("large 1", "small 1", "small 2", "small 3", "large 2", "small 4", "large 3", "large 4"),
                drain());
    }

    @Test
    void bucketHoldsNoMoreThanItsMaximum() {
        PrioritizedQueue<String, String> rich = new PrioritizedQueue<>(MAX_TOKENS, MIN_COST);
        for (int i = 0; i < 200; i++) {
            rich.add("k", 63, 50, "high " + i);
        }
        for (int i = 0; i < 30; i++) {
            rich.add("k", 1, MAX_TOKENS, "low " + i);
        }
        int low = 0;
        for (int i = 0; i < 100; i++) {
            low += rich.poll().startsWith("low") ? 1 : 0;
        }
        assertEquals(0, low, "an item that costs a whole bucket never finds more than that in it");
    }

    @Test
    void fairnessByKey() {
        for (int i = 1; i <= 3; i++) {
            queue.add("a", Priority.DEFAULT, 1, "a" + i);
        }
        queue.add("b", Priority.DEFAULT, 1, "b1");
        queue.add("c", Priority.DEFAULT, 1, "c1");
        queue.add("c", Priority.DEFAULT, 1, "c2");
        assertEquals(List.of("a1", "b1", "c1", "a2", "c2", "a3"), drain());
    }

    @Test
    void fairnessByKeyBelowLow() {
        queue.add("a", 20, 1, "a1");
        queue.add("a", 20, 1, "a2");
        queue.add("b", 20, 1, "b1");
        assertEquals(List.of("a1", "b1", "a2"), drain());
    }

    @Test
    void removeByKey() {
        queue.add("a", Priority.HIGH, 1, "a strict");
        queue.add("b", Priority.HIGH, 1, "b strict");
        queue.add("a", 20, 1, "a paying");
        queue.add("b", 20, 1, "b paying");
        queue.add("a", 30, 1, "a paying too");
        List<String> removed = new ArrayList<>();
        queue.remove("a", removed::add);
        assertEquals(List.of("a strict", "a paying", "a paying too"), removed);
        assertEquals(2, queue.size());
        queue.remove("nobody", removed::add);
        assertEquals(List.of("b strict", "b paying"), drain());
    }

    @Test
    void priorityZeroIsAPriority() {
        queue.add("a", 0, 1, "a1");
        queue.add("a", 0, 1, "a2");
        queue.add("b", 0, 1, "b1");
        assertEquals(List.of("a1", "b1", "a2"), drain());
    }
}
