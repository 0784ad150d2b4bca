package messenger.core;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last changes of a session's state, for diagnosis. */
final class StateTrace {
    private static final int LENGTH = 16;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == LENGTH) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized String[] lines() {
        return lines.toArray(String[]::new);
    }
}
