package messenger.examples.pingpong;

/**
 * A run lost, duplicated, reordered or corrupted messages, or did not end in time. The message is the whole summary.
 */
public class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ClientSummary summary;

    public RunFailedException(ClientSummary summary) {
        super(String.join("; ", summary.problems()) + System.lineSeparator() + summary);
        this.summary = summary;
    }

    /** What was counted; null after deserialization. */
    public ClientSummary summary() {
        return summary;
    }
}
