package messenger.shell;

import java.util.Objects;
import messenger.api.Connection;
import messenger.api.dto.SessionDTO;

/** Follows a session that is to get another link, from before until it has. For one thread. */
final class Move {
    private final String endpoint;
    private final Connection connection;
    private final SessionDTO before;
    private SessionDTO now;
    private long pauseNanos;

    /** Of a session whose link is the one it is to lose. */
    Move(String endpoint, Connection connection) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.before = connection.state();
        this.now = before;
    }

    Connection connection() {
        return connection;
    }

    SessionDTO before() {
        return before;
    }

    SessionDTO now() {
        return now;
    }

    /** Type of the transport that carried it before; null for none. */
    String from() {
        return SwapInfo.carrier(before);
    }

    /** Looks at the session again. */
    SessionDTO look() {
        SessionDTO last = now;
        now = connection.state();
        if (isOpen() && !link(last).equals(link(now))) {
            pauseNanos = Math.max(pauseNanos, now.lastPauseNanos);
        }
        return now;
    }

    boolean isLossy() {
        return connection.policy().lossy();
    }

    boolean isClosed() {
        return connection.isClosed();
    }

    /** Whether, at the last look, an open link carried it. */
    boolean isOpen() {
        return now.state.equals("OPEN") && now.link != null;
    }

    /** Whether, at the last look, an open link of that transport carried it. */
    boolean isCarriedBy(String transport) {
        return isOpen() && transport.equals(now.link.transport);
    }

    /** Whether, at the last look, its link was another than before. */
    boolean hasOtherLink() {
        return !link(before).equals(link(now));
    }

    /** Which link it had at the last look: each has numbers of its own. */
    String link() {
        return link(now);
    }

    private static String link(SessionDTO session) {
        return session.connectSeq + " " + session.peerGlobalSeq + " "
                + Objects.toString(SwapInfo.carrier(session), "-");
    }

    /** What came of it. */
    SwapInfo info(String result) {
        return hasOtherLink() && isOpen()
                ? SwapInfo.moved(endpoint, from(), now, pauseNanos, result)
                : SwapInfo.unmoved(endpoint, from(), now, result);
    }

    @Override
    public String toString() {
        return now.peerName + " " + now.peerAddress;
    }
}
