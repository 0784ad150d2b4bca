package messenger.api;

/** An address could not be bound. */
public class BindException extends MessengerException {
    private static final long serialVersionUID = 1L;

    public BindException(String message) {
        super(message);
    }
}
