package messenger.spi.support;

import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes threads that keep nothing of their bundle once they have ended. Felix 7.0.5 may remember for ever a thread that
 * loaded a class at the same time as another, and a thread remembers its task unless that, like FutureTask, forgets what
 * it ran.
 */
public final class DaemonThreads {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonThreads.class);

    private DaemonThreads() {}

    /** A thread that logs what its task throws. */
    public static Thread unstarted(String name, Runnable task) {
        return new TransportThread(name, new FutureTask<Void>(() -> guard(name, task), null));
    }

    private static void guard(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} ended by a defect", name, e);
        }
    }
}
