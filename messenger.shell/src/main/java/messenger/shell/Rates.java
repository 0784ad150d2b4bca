package messenger.shell;

import messenger.api.dto.SessionDTO;

/**
 * What a session did between two looks at it; rates are for one second.
 *
 * @param endpoint name of the endpoint
 * @param session its state at the second look
 * @param sent messages
 * @param received messages
 * @param sentBytes bytes of those messages
 * @param receivedBytes bytes of those messages
 * @param replayed messages sent again since the first look
 */
public record Rates(
        String endpoint,
        SessionDTO session,
        double sent,
        double received,
        double sentBytes,
        double receivedBytes,
        long replayed) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** From a former state, null for a session that was not there, and the time between. */
    static Rates between(SessionDTO before, SessionInfo now, long nanos) {
        SessionDTO from = before == null ? new SessionDTO() : before;
        SessionDTO to = now.session();
        double seconds = nanos / NANOS_PER_SECOND;
        return new Rates(
                now.endpoint(),
                to,
                (to.sent - from.sent) / seconds,
                (to.received - from.received) / seconds,
                (to.sentBytes - from.sentBytes) / seconds,
                (to.receivedBytes - from.receivedBytes) / seconds,
                to.replayed - from.replayed);
    }
}
