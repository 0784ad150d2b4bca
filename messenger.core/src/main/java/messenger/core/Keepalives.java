package messenger.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import messenger.api.SessionLostException;
import messenger.spi.Features;
import messenger.spi.KeepaliveStamp;

/** Keepalives of one session that wait for their answers. Thread safe. */
final class Keepalives {
    private static final long SECOND = 1_000_000_000L;

    private record Probe(long sentNanos, CompletableFuture<Duration> roundTrip) {}

    private final Session session;
    private final Map<KeepaliveStamp, Probe> waiting = new ConcurrentHashMap<>();
    private volatile Instant lastAnswer;

    Keepalives(Session session) {
        this.session = session;
    }

    Optional<Instant> lastAnswer() {
        return Optional.ofNullable(lastAnswer);
    }

    CompletableFuture<Duration> probe() {
        CompletableFuture<Duration> roundTrip = new CompletableFuture<>();
        session.post(() -> send(roundTrip));
        return roundTrip;
    }

    private void send(CompletableFuture<Duration> roundTrip) {
        LinkDriver open = session.openLink();
        if (open == null) {
            roundTrip.completeExceptionally(new SessionLostException("the session with " + session.peerAddress()
                    + " has no open link; its state is " + session.state()));
            return;
        }
        long now = session.endpoint().timers().nanoTime();
        Probe probe = new Probe(now, roundTrip);
        Instant clock = Instant.now();
        KeepaliveStamp stamp = new KeepaliveStamp((int) clock.getEpochSecond(), clock.getNano());
        while (waiting.putIfAbsent(stamp, probe) != null) {
            stamp = new KeepaliveStamp(stamp.seconds(), (int) ((stamp.nanos() + 1) % SECOND));
        }
        open.link().keepalive(stamp);
        open.link().flush();
        if ((session.features() & Features.KEEPALIVE2) == 0) {
            waiting.remove(stamp);
            roundTrip.completeExceptionally(new SessionLostException("the peer at " + session.peerAddress()
                    + " answers no keepalives: it does not have feature KEEPALIVE2 (bit 42)"));
        }
    }

    /** Another link carries the session: asks there what has not been answered. */
    void repeat(LinkDriver open) {
        for (KeepaliveStamp stamp : waiting.keySet()) {
            open.link().keepalive(stamp);
        }
        if (!waiting.isEmpty()) {
            open.link().flush();
        }
    }

    void answered(KeepaliveStamp stamp) {
        lastAnswer = Instant.now();
        Probe probe = waiting.remove(stamp);
        if (probe != null) {
            probe.roundTrip()
                    .complete(Duration.ofNanos(session.endpoint().timers().nanoTime() - probe.sentNanos()));
        }
    }

    /** The link is gone, and the answers with it. */
    void fail(String reason) {
        for (Iterator<Probe> it = waiting.values().iterator(); it.hasNext(); ) {
            Probe probe = it.next();
            it.remove();
            probe.roundTrip().completeExceptionally(new SessionLostException(reason));
        }
    }
}
