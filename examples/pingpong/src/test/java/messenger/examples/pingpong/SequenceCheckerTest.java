package messenger.examples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceCheckerTest {
    private final SequenceChecker checker = new SequenceChecker();

    @Test
    void nothingToSayAboutAPerfectSequence() {
        accept(0, 1, 2, 3);
        assertCounts(4, 0, 0, 0);
    }

    @Test
    void countsLost() {
        accept(1, 2, 5);
        assertEquals(3, checker.received());
        assertEquals(4, checker.lost(7));
    }

    @Test
    void countsDuplicates() {
        accept(0, 1);
        assertFalse(checker.accept(1));
        assertFalse(checker.accept(0));
        assertTrue(checker.accept(2));
        assertCounts(3, 2, 0, 0);
    }

    @Test
    void countsStragglersAsOutOfOrder() {
        accept(0, 3, 2, 1, 4);
        assertCounts(5, 0, 2, 0);
    }

    @Test
    void duplicateOfAStragglerIsADuplicate() {
        accept(0, 4, 2);
        assertFalse(checker.accept(2));
        accept(1, 3);
        assertCounts(5, 1, 3, 0);
    }

    @Test
    void agreesWithAPlainBitSet() {
        Random random = new Random(11);
        BitSet seen = new BitSet();
        long highest = -1;
        long duplicated = 0;
        long outOfOrder = 0;
        for (int i = 0; i < 20_000; i++) {
            int counter = Math.max(0, i / 2 + random.nextInt(100) - 50);
            boolean fresh = !seen.get(counter);
            duplicated += fresh ? 0 : 1;
            outOfOrder += fresh && counter < highest ? 1 : 0;
            highest = Math.max(highest, counter);
            seen.set(counter);
            assertEquals(fresh, checker.accept(counter));
        }
        assertEquals(seen.cardinality(), checker.received());
        assertEquals(duplicated, checker.duplicated());
        assertEquals(outOfOrder, checker.outOfOrder());
    }

    @Test
    void memoryIsBounded() {
        for (long counter = 1; counter < 4L * SequenceChecker.MAX_GAPS; counter += 2) {
            checker.accept(counter);
        }
        assertFalse(checker.accept(0), "a straggler from a gap that was given up");
        assertTrue(checker.accept(4L * SequenceChecker.MAX_GAPS - 2), "a straggler from a gap that is remembered");
    }

    @Test
    void refusesCountersOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> checker.accept(-1));
        assertThrows(IllegalArgumentException.class, () -> checker.accept(Long.MAX_VALUE));
    }

    private void accept(long... counters) {
        Arrays.stream(counters).forEach(counter -> assertTrue(checker.accept(counter)));
    }

    private void assertCounts(long received, long duplicated, long outOfOrder, long lost) {
        assertEquals(received, checker.received());
        assertEquals(duplicated, checker.duplicated());
        assertEquals(outOfOrder, checker.outOfOrder());
        assertEquals(lost, checker.lost(received));
    }
}
