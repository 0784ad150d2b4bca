package messenger.examples.pingpong;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a client's run went.
 *
 * @param tag names the run
 * @param sent messages that the session accepted
 * @param arrived different ones that the server saw; -1 if the server did not tell
 * @param dispatched different replies that came back
 * @param lost messages without a reply
 * @param duplicated messages that arrived once more, at the server or, as replies, here
 * @param outOfOrder messages that arrived after a later one, at the server or, as replies, here
 * @param corrupted replies whose content was not what was sent
 * @param measured replies after the warm-up
 * @param seconds time between the first message after the warm-up and its last reply
 * @param messagesPerSecond replies per second of that time
 * @param megabytesPerSecond their payload in 10^6 bytes per second, one way
 * @param p50Micros round trip that half of the messages do not exceed, in microseconds
 * @param p90Micros round trip that 90 % do not exceed
 * @param p99Micros round trip that 99 % do not exceed
 * @param maxMicros longest round trip
 * @param failure why the run ended early; null if it did not
 */
public record ClientSummary(
        String tag,
        long sent,
        long arrived,
        long dispatched,
        long lost,
        long duplicated,
        long outOfOrder,
        long corrupted,
        long measured,
        double seconds,
        double messagesPerSecond,
        double megabytesPerSecond,
        double p50Micros,
        double p90Micros,
        double p99Micros,
        double maxMicros,
        String failure) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** Puts together what both sides saw; {@code server} is null if it did not tell. */
    static ClientSummary of(
            String tag, long sent, int size, ReplyLedger.Snapshot replies, Stats server, String failure) {
        double seconds = replies.nanos() / NANOS_PER_SECOND;
        double rate = seconds > 0 ? replies.measured() / seconds : 0;
        return new ClientSummary(
                tag,
                sent,
                server == null ? -1 : server.received(),
                replies.received(),
                sent - replies.received(),
                replies.duplicated() + (server == null ? 0 : server.duplicated()),
                replies.outOfOrder() + (server == null ? 0 : server.outOfOrder()),
                replies.corrupted(),
                replies.measured(),
                seconds,
                rate,
                rate * size / BYTES_PER_MEGABYTE,
                replies.p50() / NANOS_PER_MICRO,
                replies.p90() / NANOS_PER_MICRO,
                replies.p99() / NANOS_PER_MICRO,
                replies.max() / NANOS_PER_MICRO,
                failure);
    }

    /** What went wrong; empty if nothing did. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (failure != null) {
            problems.add(failure);
        }
        addIfAny(problems, lost, "lost");
        addIfAny(problems, duplicated, "duplicated");
        addIfAny(problems, outOfOrder, "out of order");
        addIfAny(problems, corrupted, "corrupted");
        if (arrived >= 0 && arrived != sent) {
            problems.add("server saw " + arrived + " of " + sent);
        }
        return problems;
    }

    private static void addIfAny(List<String> problems, long count, String what) {
        if (count != 0) {
            problems.add(count + " " + what);
        }
    }

    /** Several lines for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                """
                sent         %d
                arrived      %s
                dispatched   %d
                lost         %d
                duplicated   %d
                out of order %d
                corrupted    %d
                rate         %.0f msgs/s, %.2f MB/s (%d messages in %.3f s)
                round trip   p50 %.1f us, p90 %.1f us, p99 %.1f us, max %.1f us
                result       %s\
                """,
                sent,
                arrived < 0 ? "unknown" : Long.toString(arrived),
                dispatched,
                lost,
                duplicated,
                outOfOrder,
                corrupted,
                messagesPerSecond,
                megabytesPerSecond,
                measured,
                seconds,
                p50Micros,
                p90Micros,
                p99Micros,
                maxMicros,
                problems().isEmpty() ? "OK" : "FAILED: " + String.join("; ", problems()));
    }
}
