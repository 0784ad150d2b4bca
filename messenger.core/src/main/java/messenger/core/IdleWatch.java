package messenger.core;

import java.time.Duration;
import messenger.spi.LinkFault;

/** Closes the link of a peer that is silent for too long, and probes one if it is time. On the session's strand. */
final class IdleWatch {
    private final Session session;
    private final CoreEndpoint endpoint;
    private long lastProbe;

    IdleWatch(Session session) {
        this.session = session;
        this.endpoint = session.endpoint();
    }

    void opened() {
        lastProbe = endpoint.timers().nanoTime();
    }

    /** Called now and then. */
    void check(long now) {
        LinkDriver driver = session.openLink();
        if (driver == null || driver.isPaused()) {
            return;
        }
        driver.noteProgress(now);
        Duration timeout = endpoint.settings().idleTimeout();
        if (!timeout.isZero() && now - driver.lastFrameNanos() > timeout.toNanos()) {
            driver.link()
                    .close(new LinkFault(
                            LinkFault.Kind.TIMEOUT,
                            "nothing whole came from " + driver.describePeer() + " for " + timeout.toMillis()
                                    + " ms; raise idle.timeout or set keepalive.interval if the peer is merely quiet"));
            return;
        }
        long interval = endpoint.settings().keepaliveInterval().toNanos();
        if (interval != 0 && now - lastProbe >= interval) {
            lastProbe = now;
            session.keepalives().probe();
        }
    }
}
