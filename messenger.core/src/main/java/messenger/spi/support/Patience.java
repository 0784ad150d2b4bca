package messenger.spi.support;

import java.time.Duration;

/**
 * How long a thread that has found nothing to do goes on looking before it sleeps, as waking it costs more: up to a maximum,
 * and less while that proves in vain. Confined to the thread, but for the maximum.
 *
 * <p>Two threads that answer each other would sleep for ever between two messages if both slept for the time that it takes to
 * wake the other. So now and then one looks for longer: if the answer comes, both stay awake from then on.
 */
public final class Patience {
    /** Share of the maximum that is always tried. */
    private static final int LEAST = 4;

    /** So many sleeps later it looks that many times longer than the maximum. */
    private static final int PROBE_EVERY = 32;

    private static final int PROBE_LENGTH = 8;

    private volatile long most;
    private long nanos;
    private long idleSince;
    private boolean looking;
    private int sleeps;

    public Patience(Duration most) {
        this.most = most.toNanos();
        this.nanos = this.most;
    }

    /** Changes the maximum. Any thread. */
    public void most(Duration newMost) {
        most = newMost.toNanos();
    }

    /** There was something to do. */
    public void found(long now) {
        if (looking) {
            nanos = Math.min(most, 2 * nanos + 1);
        }
        idleSince = now;
        looking = true;
    }

    /** There was nothing to do: whether to look once more. */
    public boolean goesOn(long now) {
        if (!looking) {
            return false;
        }
        if (now - idleSince < (sleeps == PROBE_EVERY ? PROBE_LENGTH * most : nanos)) {
            return true;
        }
        nanos = Math.max(most / LEAST, nanos / 2);
        sleeps = sleeps == PROBE_EVERY ? 0 : sleeps + 1;
        looking = false;
        return false;
    }
}
