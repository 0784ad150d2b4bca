package messenger.shell;

import messenger.api.dto.SessionDTO;

/**
 * A session that was to change its transport.
 *
 * @param endpoint name of the endpoint
 * @param peer name of the peer
 * @param address the peer's
 * @param from type of the transport that carried it before; null for none
 * @param to type of the transport that carries it now; null for none
 * @param pauseMillis how long no link carried it meanwhile; null if its link is the one it had
 * @param result {@code carried}, or why it is not carried as it was to be
 */
public record SwapInfo(
        String endpoint, String peer, String address, String from, String to, Double pauseMillis, String result) {
    /** Result of a session that the wanted transport carries. */
    static final String CARRIED = "carried";

    /** Whether the wanted transport carries the session. */
    public boolean isCarried() {
        return result.equals(CARRIED);
    }

    /** A session whose link is still the one it had. */
    static SwapInfo unmoved(String endpoint, String from, SessionDTO now, String result) {
        return new SwapInfo(endpoint, now.peerName, now.peerAddress, from, carrier(now), null, result);
    }

    /** A session that has got another link. */
    static SwapInfo moved(String endpoint, String from, SessionDTO now, long pauseNanos, String result) {
        return new SwapInfo(
                endpoint, now.peerName, now.peerAddress, from, carrier(now), Units.millis(pauseNanos), result);
    }

    /** Type of the transport whose link carries a session; null for none. */
    static String carrier(SessionDTO session) {
        return session.link == null ? null : session.link.transport;
    }
}
