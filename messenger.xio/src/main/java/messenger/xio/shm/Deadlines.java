package messenger.xio.shm;

import java.util.ArrayList;
import java.util.List;

/** What the worker does when something has taken too long. Belongs to the worker. */
final class Deadlines {
    private final List<Deadline> waiting = new ArrayList<>();

    /** One of them; ends when it is cancelled, or has been reached. */
    final class Deadline {
        private final long at;
        private final Runnable action;

        private Deadline(long at, Runnable action) {
            this.at = at;
            this.action = action;
        }

        void cancel() {
            waiting.remove(this);
        }
    }

    /** Runs the action in so many nanoseconds. */
    Deadline after(long nanos, Runnable action) {
        Deadline deadline = new Deadline(System.nanoTime() + nanos, action);
        waiting.add(deadline);
        return deadline;
    }

    /** Runs what is due. */
    void expire() {
        if (waiting.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (Deadline deadline : List.copyOf(waiting)) {
            if (deadline.at - now <= 0 && waiting.remove(deadline)) {
                deadline.action.run();
            }
        }
    }

    /** How long to sleep at most, if nothing else wants more than {@code nanos}, or for ever if that is negative. */
    long limit(long nanos) {
        long limit = nanos;
        long now = waiting.isEmpty() ? 0 : System.nanoTime();
        for (Deadline deadline : waiting) {
            long left = Math.max(0, deadline.at - now);
            limit = limit < 0 ? left : Math.min(limit, left);
        }
        return limit;
    }
}
