package messenger.itests;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits far longer than anything takes, and tells what was there if that was in vain. */
final class Await {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    static <T> T take(BlockingQueue<T> queue, Supplier<String> what) throws InterruptedException {
        T taken = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (taken == null) {
            throw inVain(what);
        }
        return taken;
    }

    static <T> T get(Future<T> future, Supplier<String> what) throws InterruptedException {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw inVain(what);
        } catch (ExecutionException e) {
            throw new AssertionError(what.get(), e.getCause());
        }
    }

    /** For what nobody announces. */
    static void until(BooleanSupplier condition, Supplier<String> what) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw inVain(what);
            }
            LockSupport.parkNanos(POLL);
        }
    }

    static AssertionError inVain(Supplier<String> what) {
        return new AssertionError("waited " + LIMIT.toSeconds() + " s in vain: " + what.get());
    }
}
