package messenger.api;

/** A failure of a messenger; the message names what failed, its value and the remedy. */
public class MessengerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MessengerException(String message) {
        super(message);
    }
}
