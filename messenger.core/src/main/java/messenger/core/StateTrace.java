package messenger.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last changes of a session's state, for diagnosis. Thread safe. */
final class StateTrace {
    private static final int LENGTH = 16;

    private final Deque<String> lines = new ArrayDeque<>();
    private Instant changed;

    StateTrace(Instant begin) {
        changed = begin;
    }

    /**
     * Adds a line.
     *
     * @param change whether the state is another since then
     */
    synchronized void add(Instant time, String line, boolean change) {
        if (change) {
            changed = time;
        }
        if (lines.size() == LENGTH) {
            lines.removeFirst();
        }
        lines.addLast(time.truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }

    synchronized String[] lines() {
        return lines.toArray(String[]::new);
    }

    /** Since when the state is what it is. */
    synchronized Instant since() {
        return changed;
    }
}
