package messenger.core;

import java.time.Duration;
import messenger.api.EntityAddress;

/** Makes a session's links: when, by which transport, and to which instance of the peer. On the session's strand. */
final class Dialler {
    private final Session session;
    private final CoreEndpoint endpoint;
    private final Backoff backoff;
    private volatile boolean anyInstance;
    private boolean stranded;

    /**
     * With nothing dialled yet.
     *
     * @param anyInstance whether whoever answers at the peer's address is the peer
     */
    Dialler(Session session, boolean anyInstance) {
        this.session = session;
        this.endpoint = session.endpoint();
        this.anyInstance = anyInstance;
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
        AttachedTransport transport = transportOrStandBy();
        if (transport == null) {
            return;
        }
        Duration wait = backoff.beforeNext();
        if (wait.isZero()) {
            attempt(transport);
        } else {
            session.after(wait, () -> {
                if (session.state() == SessionState.CONNECTING && session.current() == null) {
                    dialAtOnce();
                }
            });
        }
    }

    void dialAtOnce() {
        AttachedTransport transport = transportOrStandBy();
        if (transport != null) {
            attempt(transport);
        }
    }

    /** The transport that reaches the peer; without one, null, and the session stands by. */
    private AttachedTransport transportOrStandBy() {
        String scheme = session.peerAddress().scheme();
        AttachedTransport transport = endpoint.transportFor(scheme);
        stranded = transport == null;
        if (stranded) {
            session.standBy("no transport for " + scheme + " is attached");
        }
        return transport;
    }

    private void attempt(AttachedTransport transport) {
        LinkDriver driver = new LinkDriver(endpoint, transport, true);
        session.trying(driver);
        driver.bind(session);
        EntityAddress peer = session.peerAddress();
        transport.dial(anyInstance ? peer.withNonce(EntityAddress.ANY_NONCE) : peer, driver);
    }
}
