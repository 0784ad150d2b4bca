package messenger.itests.ceph;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What rados bench has measured.
 *
 * @param operation write or seq
 * @param seconds how long it took
 * @param latency mean, in seconds
 */
record BenchResult(String operation, double seconds, long operations, double latency) {
    private static final Pattern TIME = Pattern.compile("Total time run: +(\\S+)");
    private static final Pattern COUNT = Pattern.compile("Total (?:writes|reads) made: +(\\d+)");
    private static final Pattern LATENCY = Pattern.compile("Average Latency\\(s\\): +(\\S+)");

    static BenchResult parse(String operation, String text) {
        return new BenchResult(
                operation,
                Double.parseDouble(field(TIME, text)),
                Long.parseLong(field(COUNT, text)),
                Double.parseDouble(field(LATENCY, text)));
    }

    private static String field(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    /** Operations a second. */
    double rate() {
        return operations / seconds;
    }
}
