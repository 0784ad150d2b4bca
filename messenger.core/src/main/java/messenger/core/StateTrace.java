package messenger.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last changes of a session's state, for diagnosis. Thread safe. */
final class StateTrace {
    private static final int LENGTH = 16;

    private final Deque<String> lines = new ArrayDeque<>();
    private Instant last;

    StateTrace(Instant begin) {
        last = begin;
    }

    synchronized void add(Instant time, String line) {
        if (lines.size() == LENGTH) {
            lines.removeFirst();
        }
        lines.addLast(time.truncatedTo(ChronoUnit.MILLIS) + " " + line);
        last = time;
    }

    synchronized String[] lines() {
        return lines.toArray(String[]::new);
    }

    /** When the last line was added, or the trace begun. */
    synchronized Instant last() {
        return last;
    }
}
