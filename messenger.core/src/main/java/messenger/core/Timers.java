package messenger.core;

import java.time.Duration;
import java.time.Instant;

/** The clock and what is set by it. Tests supply one that they advance by hand. Thread safe. */
public interface Timers extends AutoCloseable {
    /** Monotonic, in nanoseconds; differs from zero. */
    long nanoTime();

    /** The time of day, for diagnosis. */
    default Instant instant() {
        return Instant.now();
    }

    /**
     * Runs a task once, after a delay, on a thread of its own choosing. The task must not wait.
     *
     * @return cancels the task; does nothing once it runs
     */
    Cancellable schedule(Duration delay, Runnable task);

    @Override
    void close();

    /** A scheduled task. */
    @FunctionalInterface
    interface Cancellable {
        /** For where there is nothing to cancel. */
        Cancellable NONE = () -> {};

        void cancel();
    }
}
