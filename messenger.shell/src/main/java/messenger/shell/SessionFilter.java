package messenger.shell;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import messenger.api.Messenger;
import messenger.api.dto.SessionDTO;

/**
 * Chooses sessions.
 *
 * @param peer part of the peer's name or address; null for all
 * @param state of the session; null for all
 * @param transport type of its link; null for all, also those without a link
 */
record SessionFilter(String peer, String state, String transport) {
    /** As SessionDTO names them. */
    static final List<String> STATES = List.of("CONNECTING", "ACCEPTING", "OPEN", "STANDBY", "WAIT", "CLOSED");

    SessionFilter {
        if (state != null) {
            state = state.toUpperCase(Locale.ROOT);
            if (!STATES.contains(state)) {
                throw new IllegalArgumentException("--state '" + state + "'; allowed: " + String.join(", ", STATES));
            }
        }
    }

    /** The sessions of some endpoints that it lets pass. */
    List<SessionInfo> of(List<Messenger> messengers) {
        return messengers.stream().flatMap(this::of).toList();
    }

    private Stream<SessionInfo> of(Messenger messenger) {
        return messenger.connections().stream()
                .map(c -> SessionInfo.of(messenger, c))
                .filter(i -> passes(i.session()));
    }

    private boolean passes(SessionDTO session) {
        return (peer == null || Stream.of(session.peerName, session.peerAddress).anyMatch(text -> text.contains(peer)))
                && (state == null || state.equals(session.state))
                && (transport == null || (session.link != null && transport.equals(session.link.transport)));
    }
}
