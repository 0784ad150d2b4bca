package messenger.core;

import java.time.Duration;

/** Waits between attempts to connect: none before the first two, then doubling up to a maximum. */
final class Backoff {
    private static final int AT_ONCE = 2;

    private final Duration initial;
    private final Duration max;
    private int attempts;
    private Duration next;

    Backoff(Duration initial, Duration max) {
        this.initial = initial;
        this.max = max;
        this.next = initial;
    }

    void reset() {
        attempts = 0;
        next = initial;
    }

    /** Begins the waits anew, but not the attempts that are made at once. */
    void resetWaits() {
        next = initial;
    }

    /** How long to wait before the attempt that is due. */
    Duration beforeNext() {
        if (attempts < AT_ONCE) {
            attempts++;
            return Duration.ZERO;
        }
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(max) > 0 ? max : doubled;
        return wait;
    }
}
