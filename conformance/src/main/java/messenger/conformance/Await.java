package messenger.conformance;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assertions;

/** Waits with a deadline that is far beyond what a healthy run takes, and fails when it passes. */
final class Await {
    static final Duration LIMIT = Duration.ofSeconds(Long.getLong("messenger.wait.seconds", 30));

    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private Await() {}

    /** For state that nobody announces. */
    static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    static void until(String what, Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                Assertions.fail("waited " + limit.toSeconds() + " s in vain: " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                Assertions.fail("interrupted while waiting: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    static <T> T take(BlockingQueue<T> queue, String what) {
        try {
            T taken = queue.poll(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            return taken != null ? taken : Assertions.fail("waited " + LIMIT.toSeconds() + " s in vain: " + what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Assertions.fail("interrupted while waiting: " + what);
        }
    }

    static <T> T get(Future<T> future, String what) {
        try {
            return future.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Assertions.fail("waited " + LIMIT.toSeconds() + " s in vain: " + what);
        } catch (ExecutionException e) {
            return Assertions.fail(what + " failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Assertions.fail("interrupted while waiting: " + what);
        }
    }

    /** What a future fails with. */
    static <X extends Throwable> X failure(Class<X> expected, Future<?> future, String what) {
        try {
            Object value = future.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            return Assertions.fail(what + " should fail with " + expected.getSimpleName() + " but gave " + value);
        } catch (TimeoutException e) {
            return Assertions.fail("waited " + LIMIT.toSeconds() + " s in vain: " + what + " to fail");
        } catch (ExecutionException e) {
            return Assertions.assertInstanceOf(expected, e.getCause(), what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Assertions.fail("interrupted while waiting: " + what);
        }
    }
}
