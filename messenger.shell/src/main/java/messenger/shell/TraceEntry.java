package messenger.shell;

/**
 * A change of a session's state.
 *
 * @param time when, in ISO 8601
 * @param change from where to where, and why
 */
public record TraceEntry(String time, String change) {
    /** A line of {@code SessionDTO.trace}. */
    static TraceEntry of(String line) {
        int blank = line.indexOf(' ');
        return new TraceEntry(line.substring(0, Math.max(0, blank)), line.substring(blank + 1));
    }
}
