package messenger.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.dto.SessionDTO;

/** A session as an application holds it. */
final class SessionConnection extends CoreConnection {
    private final Session session;

    SessionConnection(CoreEndpoint endpoint, Session session) {
        super(endpoint);
        this.session = session;
    }

    @Override
    SendResult offer(Encoded message, long waitNanos, boolean always) throws InterruptedException {
        SendWindow window = session.window();
        long length = message.sections().length();
        if (session.isClosed()) {
            return SendResult.CLOSED;
        }
        if (always) {
            window.forceReserve(length);
        } else if (!window.tryReserve(length) && (waitNanos == 0 || !window.reserve(length, waitNanos))) {
            return session.isClosed() ? SendResult.CLOSED : SendResult.BACK_PRESSURED;
        }
        if (session.isClosed()) {
            // what made room was the end of the session
            window.release(1, length);
            return SendResult.CLOSED;
        }
        session.postOwn(new StoredMessage(session, message));
        return SendResult.ACCEPTED;
    }

    @Override
    public EntityName peerName() {
        return session.peerName();
    }

    @Override
    public EntityAddress peerAddress() {
        return session.peerAddress();
    }

    @Override
    public Policy policy() {
        return session.policy();
    }

    @Override
    public long features() {
        return session.features();
    }

    @Override
    public boolean isConnected() {
        return session.state() == SessionState.OPEN && !session.isClosed();
    }

    @Override
    public boolean isClosed() {
        return session.isClosed();
    }

    @Override
    public CompletableFuture<Duration> keepalive() {
        return session.keepalives().probe();
    }

    @Override
    public Optional<Instant> lastKeepaliveAck() {
        return session.keepalives().lastAnswer();
    }

    @Override
    public void swap(String transportType) {
        if (session.policy().lossy()) {
            throw new IllegalStateException(
                    "the session with " + session.peerAddress() + " is lossy (" + session.policy()
                            + "): it ends with its link, and cannot change it; close it and connect by the other transport");
        }
        session.post(() -> session.swaps().want(transportType));
    }

    @Override
    public void markDown() {
        session.markDown("marked down", false, () -> {});
    }

    @Override
    public void markDisposable() {
        session.post(session::makeLossy);
    }

    @Override
    public SessionDTO state() {
        return session.dto();
    }
}
