package messenger.shell;

import java.util.List;
import java.util.Objects;
import messenger.api.dto.SessionDTO;

/**
 * A peer, with the sums of its sessions.
 *
 * @param endpoint name of the endpoint that knows it
 * @param peer its name
 * @param addresses where it is, one for each session
 * @param sessions number of sessions with it
 * @param connected how many of them have a link
 * @param queued messages that wait for a link
 * @param unacknowledged messages that it has not acknowledged
 * @param sent messages
 * @param received messages
 * @param lastFault why a link to it ended, the last such; null if none has
 */
public record PeerInfo(
        String endpoint,
        String peer,
        List<String> addresses,
        int sessions,
        int connected,
        long queued,
        long unacknowledged,
        long sent,
        long received,
        String lastFault) {
    public PeerInfo {
        addresses = List.copyOf(addresses);
    }

    /** Sums up the sessions of one endpoint with one peer. */
    static PeerInfo of(List<SessionInfo> sessions) {
        SessionInfo first = sessions.getFirst();
        List<SessionDTO> states = sessions.stream().map(SessionInfo::session).toList();
        return new PeerInfo(
                first.endpoint(),
                first.session().peerName,
                states.stream().map(s -> s.peerAddress).toList(),
                states.size(),
                (int) states.stream().filter(s -> s.link != null).count(),
                states.stream().mapToLong(s -> s.queued).sum(),
                states.stream().mapToLong(s -> s.unacknowledged).sum(),
                states.stream().mapToLong(s -> s.sent).sum(),
                states.stream().mapToLong(s -> s.received).sum(),
                states.stream()
                        .map(s -> s.lastFault)
                        .filter(Objects::nonNull)
                        .reduce((a, b) -> b)
                        .orElse(null));
    }
}
