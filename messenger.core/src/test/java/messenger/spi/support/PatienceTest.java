package messenger.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a thread looks for more before it sleeps; each look takes a nanosecond. */
class PatienceTest {
    private static final long MOST = 1_000;

    private final Patience patience = new Patience(Duration.ofNanos(MOST));
    private long now;

    /** Finds something, and then nothing until it sleeps: how long it has looked. */
    private long looks() {
        patience.found(now);
        long begin = now;
        while (patience.goesOn(++now)) {
            // looks again
        }
        return now - begin;
    }

    @Test
    void looksLessAndLessInVain() {
        assertEquals(MOST, looks());
        assertEquals(MOST / 2, looks());
        assertEquals(MOST / 4, looks());
        assertEquals(MOST / 4, looks(), "a part is always tried");
    }

    @Test
    void looksLongerWhereThatIsWorthIt() {
        looks();
        looks();
        looks();
        for (int i = 0; i < 3; i++) {
            patience.found(now);
            assertTrue(patience.goesOn(++now));
        }
        assertEquals(MOST, looks());
    }

    @Test
    void triesNowAndThenWhetherLongerIsWorthIt() {
        long longest = 0;
        int probes = 0;
        for (int i = 0; i < 100; i++) {
            long looked = looks();
            longest = Math.max(longest, looked);
            probes += looked > MOST ? 1 : 0;
        }
        assertEquals(8 * MOST, longest);
        assertEquals(3, probes);
    }

    @Test
    void doesNotLookBeforeAnythingWasFound() {
        assertFalse(patience.goesOn(now));
    }

    @Test
    void zeroSleepsAtOnce() {
        patience.most(Duration.ZERO);
        looks();
        for (int i = 0; i < 100; i++) {
            patience.found(now);
            assertTrue(looks() <= MOST / 4, "what is left of the time before");
            assertFalse(patience.goesOn(now));
        }
    }
}
