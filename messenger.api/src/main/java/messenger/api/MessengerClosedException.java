package messenger.api;

/** The messenger that was used has been shut down or its bundle has stopped. */
public class MessengerClosedException extends MessengerException {
    private static final long serialVersionUID = 1L;

    public MessengerClosedException(String message) {
        super(message);
    }
}
