package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the framework is told of swaps. */
class SwapConditionTest {
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger withdrawn = new AtomicInteger();

    private final SwapCondition condition = new SwapCondition(underWay::get, () -> {
        published.incrementAndGet();
        return withdrawn::incrementAndGet;
    });

    private void now(boolean value) {
        underWay.set(value);
        condition.changed();
    }

    @Test
    void isThereWhileASwapIsUnderWay() {
        now(true);
        Await.that(() -> published.get() == 1, "the condition is published");
        now(true);
        now(false);
        Await.that(() -> withdrawn.get() == 1, "the condition is withdrawn");
        assertEquals(1, published.get());
    }

    @Test
    void isWithdrawnWithItsEndpoint() {
        now(true);
        Await.that(() -> published.get() == 1, "the condition is published");
        condition.close();
        assertEquals(1, withdrawn.get());
        now(true);
        condition.close();
        assertEquals(1, published.get());
    }
}
