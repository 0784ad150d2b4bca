package messenger.shell;

/**
 * Answers to keepalives.
 *
 * @param endpoint who sent them
 * @param peer who answered
 * @param count how many were to be sent
 * @param answered how many came back
 * @param lost how many did not
 * @param roundTrips of those that came back
 */
public record PingResult(String endpoint, String peer, int count, int answered, int lost, RoundTrips roundTrips) {
    @Override
    public String toString() {
        return endpoint + " to " + peer + ": " + answered + " of " + count + " came back, " + lost + " lost, "
                + roundTrips;
    }
}
