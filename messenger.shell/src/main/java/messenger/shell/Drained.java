package messenger.shell;

/**
 * An endpoint whose peers have everything.
 *
 * @param endpoint its name
 * @param millis how long that took
 */
public record Drained(String endpoint, long millis) {
    @Override
    public String toString() {
        return endpoint + " drained in " + millis + " ms";
    }
}
