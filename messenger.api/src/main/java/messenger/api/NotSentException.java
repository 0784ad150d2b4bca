package messenger.api;

/** A message was not accepted; {@link #result()} says why. */
public class NotSentException extends MessengerException {
    private static final long serialVersionUID = 1L;

    private final SendResult result;

    public NotSentException(String message, SendResult result) {
        super(message);
        this.result = result;
    }

    public SendResult result() {
        return result;
    }
}
