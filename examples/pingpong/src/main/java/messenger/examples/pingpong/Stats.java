package messenger.examples.pingpong;

import java.util.Objects;

/**
 * What the server has seen of a client's run. The client sends one with its tag, the server answers with the counts.
 *
 * @param tag names the run
 * @param received different messages of the run that arrived
 * @param duplicated messages that arrived once more
 * @param outOfOrder messages that arrived after one with a higher counter
 */
public record Stats(String tag, long received, long duplicated, long outOfOrder) {
    public Stats {
        Objects.requireNonNull(tag, "tag");
    }

    /** Asks for the counts of a run. */
    public static Stats request(String tag) {
        return new Stats(tag, 0, 0, 0);
    }
}
