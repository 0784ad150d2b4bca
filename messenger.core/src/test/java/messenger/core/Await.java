package messenger.core;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
public final class Await {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private Await() {}

    public static void that(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain until " + what);
            }
            Thread.yield();
        }
    }

    /** The thread has nothing to do until somebody wakes it. */
    static void parked(Thread thread) {
        that(
                () -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING,
                thread.getName() + " waits");
    }
}
