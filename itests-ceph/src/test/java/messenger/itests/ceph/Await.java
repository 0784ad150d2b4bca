package messenger.itests.ceph;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what nobody announces, and tells what was there if that was in vain. */
final class Await {
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    static void until(Duration limit, BooleanSupplier condition, Supplier<String> what) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited " + limit.toSeconds() + " s in vain: " + what.get());
            }
            LockSupport.parkNanos(POLL);
        }
    }
}
