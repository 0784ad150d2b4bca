package messenger.api;

/** The session ended, or was reset by the peer, before it could do what was asked. */
public class SessionLostException extends MessengerException {
    private static final long serialVersionUID = 1L;

    public SessionLostException(String message) {
        super(message);
    }
}
