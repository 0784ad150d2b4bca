package messenger.xio;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import messenger.spi.support.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a task at once, and again whenever signs of devices have changed. The task runs on a thread of the watch. */
final class DeviceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceWatch.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Supplier<Map<Path, String>> signs;
    private final Duration interval;
    private final Runnable task;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = DaemonThreads.unstarted("messenger-xio-devices", this::run);

    /** Begins to watch, looking at the signs at that interval. */
    DeviceWatch(Supplier<Map<Path, String>> signs, Duration interval, Runnable task) {
        this.signs = signs;
        this.interval = interval;
        this.task = task;
        thread.start();
    }

    private void run() {
        try {
            Map<Path, String> seen = null;
            do {
                Map<Path, String> now = signs.get();
                if (!now.equals(seen)) {
                    seen = now;
                    task.run();
                }
            } while (!closing.await(interval.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.warn("{} was interrupted: RDMA devices that come and go are not noticed any more", thread.getName());
        }
    }

    /** Returns when the task does not run any more. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                LOG.error("{} has not ended within {}", thread.getName(), CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
