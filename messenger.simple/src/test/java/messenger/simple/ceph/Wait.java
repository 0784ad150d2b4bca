package messenger.simple.ceph;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits with a limit far beyond what a healthy run takes, and fails when it is reached. */
final class Wait {
    static final Duration LIMIT = Duration.ofSeconds(Long.getLong("messenger.wait.seconds", 30));

    private static final Duration PAUSE = Duration.ofMillis(5);

    private Wait() {}

    /** For state that nobody announces. */
    static void until(Supplier<String> what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                fail(inVain(what.get()));
            }
            if (Thread.currentThread().isInterrupted()) {
                fail("interrupted while waiting: " + what.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    static <T> T take(BlockingQueue<T> queue, String what) {
        try {
            T taken = queue.poll(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            return taken != null ? taken : fail(inVain(what));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted while waiting: " + what);
        }
    }

    static <T> T get(Future<T> future, String what) {
        try {
            return await(future, what);
        } catch (ExecutionException e) {
            return fail(what + " failed: " + e.getCause(), e.getCause());
        }
    }

    /** What a future fails with. */
    static Throwable failure(Future<?> future, String what) {
        try {
            return fail(what + " should have failed but gave " + await(future, what));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static <T> T await(Future<T> future, String what) throws ExecutionException {
        try {
            return future.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return fail(inVain(what));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted while waiting: " + what);
        }
    }

    private static String inVain(String what) {
        return "waited " + LIMIT.toSeconds() + " s in vain: " + what;
    }
}
