package messenger.shell;

import messenger.api.Connection;
import messenger.api.Messenger;
import messenger.api.dto.SessionDTO;

/**
 * A session and whose it is.
 *
 * @param endpoint name of the endpoint
 * @param session its state
 */
public record SessionInfo(String endpoint, SessionDTO session) {
    static SessionInfo of(Messenger messenger, Connection connection) {
        return new SessionInfo(messenger.name().toString(), connection.state());
    }
}
