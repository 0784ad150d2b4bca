package messenger.xio;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what nobody announces, with a deadline far beyond what a healthy run takes. */
final class Waiting {
    private static final long SECONDS = Long.getLong("messenger.wait.seconds", 30);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Waiting() {}

    /** @param state shown if the condition does not come true */
    static void until(String what, BooleanSupplier condition, Supplier<String> state) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(SECONDS)) {
                fail("waited " + SECONDS + " s in vain for " + what + ": " + state.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
