package messenger.core;

import messenger.api.dto.SessionDTO;

/** How long a session is without an open link, once it has had one. Changed on the session's strand, read by any thread. */
final class Pauses {
    private final Timers timers;
    private boolean paused;
    private long since;
    private volatile long last;
    private volatile long longest;

    Pauses(Timers timers) {
        this.timers = timers;
    }

    /** The session's state has changed. */
    void changed(SessionState before, SessionState next) {
        if (before == SessionState.OPEN && next != SessionState.OPEN) {
            paused = true;
            since = timers.nanoTime();
        } else if (paused && next == SessionState.OPEN) {
            paused = false;
            last = timers.nanoTime() - since;
            longest = Math.max(longest, last);
        }
    }

    void describe(SessionDTO dto) {
        dto.lastPauseNanos = last;
        dto.longestPauseNanos = longest;
    }
}
