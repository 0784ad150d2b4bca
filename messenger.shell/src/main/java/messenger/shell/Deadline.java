package messenger.shell;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what nobody announces, no longer than until a moment. */
final class Deadline {
    private static final long POLL_MILLIS = 10;

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /** From now on. */
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** Waits until something is the case; false if it still is not at the deadline. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (isOver()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }
}
