package messenger.core;

import java.time.Duration;
import java.util.List;
import messenger.api.dto.SessionDTO;
import messenger.spi.LinkFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a better link take a session over while the present one carries it. A candidate goes through the whole handshake;
 * until the peer has agreed, nothing has changed for the session, and whatever goes wrong with the candidate is no fault of
 * it. Only the side that has dialled the present link dials a candidate; the other asks it to. On the session's strand.
 */
final class Swaps {
    private static final Logger LOG = LoggerFactory.getLogger(Swaps.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Session session;
    private final CoreEndpoint endpoint;
    private final Routes routes;
    /** Type of the transport that was asked for, or null. */
    private volatile String wanted;

    private String carrier;

    private volatile LinkDriver candidate;
    private Timers.Cancellable timer = Timers.Cancellable.NONE;
    /** When the present link opened, or the last candidate failed. */
    private long since;
    /** Whether somebody asks for a transport now, so that nothing is waited for. */
    private boolean urgent;

    private int failuresInRow;
    private volatile long count;
    private volatile long failures;
    private volatile LinkFault lastFault;

    Swaps(Session session, Routes routes) {
        this.session = session;
        this.endpoint = session.endpoint();
        this.routes = routes;
        this.since = endpoint.timers().nanoTime();
    }

    /** The link that is to take over, or null; from any thread. */
    LinkDriver candidate() {
        return candidate;
    }

    /** Type of the transport whose link was last open, or null. */
    String carrier() {
        return carrier;
    }

    private void candidate(LinkDriver next) {
        boolean before = candidate != null;
        candidate = next;
        if (before != (next != null)) {
            if (before) {
                endpoint.swapEnds();
            } else {
                endpoint.swapBegins();
            }
        }
    }

    /** Whether the peer has been asked to agree to the candidate, and has not answered. */
    boolean isAsking() {
        LinkDriver under = candidate;
        return under != null && under.connect != null;
    }

    /** Somebody on this side asks for a transport, or with null for the one that ranks highest. */
    void want(String type) {
        demand(type);
        LinkDriver open = session.openLink();
        if (open != null && !open.isDialled() && open.takesControl()) {
            open.link().control(new Control.Swap(type).encode());
            open.link().flush();
        }
    }

    /** Either side has asked for a transport: at once, whatever has failed before. */
    void demand(String type) {
        wanted = type;
        failuresInRow = 0;
        lastFault = null;
        urgent = true;
        LinkDriver under = candidate;
        if (under != null && type != null && !under.transport().type().equals(type)) {
            abandon("transport " + type + " is asked for instead");
        }
        consider();
    }

    /** The session's link is open, or there is news of transports or addresses: looks whether there is a better link. */
    void consider() {
        LinkDriver open = session.openLink();
        if (candidate != null
                || open == null
                || !open.isDialled()
                || session.policy().lossy()) {
            return;
        }
        Routes.Route better = better(open);
        if (better == null) {
            return;
        }
        long wait = since + pause().toNanos() - endpoint.timers().nanoTime();
        timer.cancel();
        if (wait > 0) {
            timer = endpoint.timers().schedule(Duration.ofNanos(wait), () -> session.post(this::consider));
        } else {
            attempt(better);
        }
    }

    /** How long the session stays as it is: longer after each failure. */
    private Duration pause() {
        if (urgent) {
            return Duration.ZERO;
        }
        Duration pause = endpoint.settings().swapInterval().multipliedBy(1L << Math.min(failuresInRow, 16));
        return failuresInRow > 0 && pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private Routes.Route better(LinkDriver open) {
        List<Routes.Route> best = routes.announced(wanted);
        if (best.isEmpty()) {
            return null;
        }
        AttachedTransport transport = best.getFirst().transport();
        boolean asked = transport.type().equals(wanted);
        boolean ranksHigher = endpoint.settings().swapAutomatic()
                && transport.ranking() > open.transport().ranking();
        if (transport == open.transport() || open.transport().type().equals(wanted) || !(asked || ranksHigher)) {
            return null;
        }
        List<Routes.Route> same =
                best.stream().filter(route -> route.transport() == transport).toList();
        return same.get(failuresInRow % same.size());
    }

    private void attempt(Routes.Route route) {
        LOG.debug("{}: {} is to carry the session with {}", endpoint.name(), route.address(), session.peerAddress());
        LinkDriver driver = new LinkDriver(endpoint, route.transport(), true);
        urgent = false;
        candidate(driver);
        driver.bind(session);
        route.transport().dial(route.address(), driver);
    }

    /** Closes the candidate, if there is one; the present link goes on. */
    void abandon(String why) {
        LinkDriver under = promote();
        if (under != null) {
            under.close(LinkFault.local(why));
        }
    }

    /** The candidate becomes the session's link, for better or worse. */
    LinkDriver promote() {
        LinkDriver under = candidate;
        candidate(null);
        return under;
    }

    /** The candidate has closed before it took over. */
    void failed(LinkFault fault) {
        AttachedTransport transport = promote().transport();
        failures++;
        failuresInRow++;
        since = endpoint.timers().nanoTime();
        String text =
                "{}: {} cannot carry the session with {}, which its present link goes on to carry: {}; tried again in"
                        + " {} ms";
        if (fault.equals(lastFault) || fault.kind() == LinkFault.Kind.LOCAL) {
            LOG.debug(text, endpoint.name(), transport.type(), session.peerAddress(), fault, pause().toMillis());
        } else {
            LOG.warn(text, endpoint.name(), transport.type(), session.peerAddress(), fault, pause().toMillis());
        }
        lastFault = fault;
        consider();
    }

    /** A link has opened, whoever dialled it. */
    void opened(LinkDriver driver) {
        String type = driver.transport().type();
        if (carrier != null && !carrier.equals(type)) {
            count++;
            LOG.info(
                    "{}: {} carries the session with {} from now on, instead of {}",
                    endpoint.name(),
                    type,
                    session.peerAddress(),
                    carrier);
        }
        carrier = type;
        failuresInRow = 0;
        lastFault = null;
        since = endpoint.timers().nanoTime();
    }

    /** The session has ended. */
    void close() {
        timer.cancel();
        abandon("the session ended");
    }

    /** Adds to a snapshot; from any thread. */
    void describe(SessionDTO dto) {
        LinkDriver under = candidate;
        LinkFault fault = lastFault;
        dto.swaps = count;
        dto.swappingTo = under == null ? null : under.transport().type();
        dto.wantedTransport = wanted;
        dto.swapFailures = failures;
        dto.lastSwapFault = fault == null ? null : fault.toString();
    }
}
