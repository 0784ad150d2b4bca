package messenger.examples.pingpong;

import java.util.List;

/**
 * A server that is up.
 *
 * @param endpoint name of its endpoint
 * @param addresses where it listens
 */
public record Listening(String endpoint, List<String> addresses) {
    public Listening {
        addresses = List.copyOf(addresses);
    }

    @Override
    public String toString() {
        return endpoint + " listens at " + String.join(", ", addresses);
    }
}
