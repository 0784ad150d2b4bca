package messenger.simple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading threads of one messenger, among which links are dealt out in turn. */
final class EventLoops {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final List<EventLoop> loops = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Makes loops that wait to be started.
     *
     * @throws UncheckedIOException if the system gives no selector
     */
    EventLoops(String name, int count) {
        try {
            for (int i = 0; i < count; i++) {
                loops.add(new EventLoop(name + "-" + i));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(
                    "no selector for reading thread " + loops.size() + " of " + name
                            + "; raise the limit of open files (ulimit -n) or lower threads of messenger.simple",
                    e);
        }
    }

    void start() {
        loops.forEach(EventLoop::start);
    }

    EventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /** Ends all loops and waits for them, up to 5 s together. */
    void close() {
        loops.forEach(EventLoop::shutdown);
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        try {
            for (EventLoop loop : loops) {
                Duration rest = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                if (!loop.join(rest)) {
                    LOG.error(
                            "{} has not ended within {}; a handler on it does not return", loop.name(), CLOSE_TIMEOUT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
