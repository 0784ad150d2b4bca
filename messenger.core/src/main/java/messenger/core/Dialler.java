package messenger.core;

import java.time.Duration;
import java.util.List;
import messenger.api.EntityAddress;

/** Makes a session's links: when, by which transport, and to which instance of the peer. On the session's strand. */
final class Dialler {
    private final Session session;
    private final CoreEndpoint endpoint;
    private final Backoff backoff;
    private volatile boolean anyInstance;
    private boolean stranded;
    private final Routes routes;
    /** Attempts since a link was last open. */
    private int attempts;

    /**
     * With nothing dialled yet.
     *
     * @param routes the ways to the peer
     * @param anyInstance whether whoever answers at the peer's address is the peer
     */
    Dialler(Session session, Routes routes, boolean anyInstance) {
        this.session = session;
        this.endpoint = session.endpoint();
        this.anyInstance = anyInstance;
        this.routes = routes;
        EndpointSettings settings = endpoint.settings();
        this.backoff = new Backoff(settings.initialBackoff(), settings.maxBackoff());
    }

    /** From now on, whoever answers at the peer's address is the peer; from any thread. */
    void followAnyInstance() {
        anyInstance = true;
    }

    /** Whether the session stands by for want of a transport. */
    boolean isStranded() {
        return stranded;
    }

    /** The session stands by, or has a link, for other reasons than transports. */
    void unstrand() {
        stranded = false;
    }

    /** The next attempt is made at once. */
    void forgetFailures() {
        backoff.reset();
    }

    /** The next wait is the shortest, but attempts at once are used up. */
    void forgetWaits() {
        backoff.resetWaits();
    }

    /** Dials, after the wait that is due. */
    void dial() {
        Routes.Route route = routeOrStandBy();
        if (route == null) {
            return;
        }
        Duration wait = backoff.beforeNext();
        if (wait.isZero()) {
            attempt(route);
        } else {
            session.after(wait, () -> {
                if (session.state() == SessionState.CONNECTING && session.current() == null) {
                    dialAtOnce();
                }
            });
        }
    }

    void dialAtOnce() {
        Routes.Route route = routeOrStandBy();
        if (route != null) {
            attempt(route);
        }
    }

    /** A link has opened: the next attempts begin with its transport, which works. */
    void opened() {
        stranded = false;
        attempts = 0;
    }

    /** The way whose turn it is; without any, null, and the session stands by. */
    private Routes.Route routeOrStandBy() {
        List<Routes.Route> ways = routes.byPreference(session.swaps().carrier());
        stranded = ways.isEmpty();
        if (stranded) {
            session.standBy("no transport for " + session.peerAddress().scheme() + " is attached");
            return null;
        }
        return ways.get(attempts % ways.size());
    }

    private void attempt(Routes.Route route) {
        attempts++;
        LinkDriver driver = new LinkDriver(endpoint, route.transport(), true);
        session.trying(driver);
        driver.bind(session);
        EntityAddress address = route.address();
        boolean any = anyInstance && address.equals(session.peerAddress());
        route.transport().dial(any ? address.withNonce(EntityAddress.ANY_NONCE) : address, driver);
    }
}
