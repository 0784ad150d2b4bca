package messenger.xio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import messenger.spi.MessageMemory;
import messenger.spi.support.DaemonThreads;
import messenger.xio.fabric.Fabric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker threads of one messenger, among which links are dealt out in turn. */
final class XioPortals {
    private static final Logger LOG = LoggerFactory.getLogger(XioPortals.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final List<XioPortal> portals = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Makes portals that wait to be started.
     *
     * @throws UncheckedIOException if the fabric gives no completion queue
     */
    XioPortals(String name, Fabric fabric, XioSettings settings, LongSupplier clock) {
        this.name = name;
        try {
            for (int i = 0; i < settings.portals(); i++) {
                portals.add(new XioPortal(name + "-" + i, fabric, settings.spin(), clock));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(
                    "portal " + portals.size() + " of " + name + " cannot be made: " + e.getMessage(), e);
        }
    }

    void start(MessageMemory memory) {
        portals.forEach(portal -> portal.memory(memory));
        portals.forEach(XioPortal::start);
    }

    /** Changes how long they poll before they sleep. */
    void maxSpin(Duration duration) {
        portals.forEach(portal -> portal.maxSpin(duration));
    }

    /** The one that takes connections in. */
    XioPortal first() {
        return portals.getFirst();
    }

    XioPortal next() {
        return portals.get(Math.floorMod(turn.getAndIncrement(), portals.size()));
    }

    /**
     * Ends all portals and waits for them, up to 5 s together.
     *
     * @return whether all have ended; one that has not may still use what it was given
     */
    boolean close() {
        portals.forEach(XioPortal::shutdown);
        boolean ended = true;
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        try {
            for (XioPortal portal : portals) {
                Duration rest = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                if (!portal.join(rest)) {
                    ended = false;
                    LOG.error(
                            "{} has not ended within {}; a handler on it does not return",
                            portal.name(),
                            CLOSE_TIMEOUT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = false;
        }
        return ended;
    }

    /** Runs a task once all have ended, on a thread of its own that waits for that. */
    void whenEnded(Runnable task) {
        DaemonThreads.unstarted(name + "-end", () -> {
                    for (XioPortal portal : portals) {
                        portal.awaitEnd();
                    }
                    task.run();
                })
                .start();
    }
}
