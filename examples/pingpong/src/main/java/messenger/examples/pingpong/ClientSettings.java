package messenger.examples.pingpong;

import java.time.Duration;

/**
 * How a client runs.
 *
 * @param count messages to send after the warm-up; 0 for as many as the time allows
 * @param size payload in bytes
 * @param depth messages that may be on their way at a time; not used with a rate
 * @param rate messages per second, whatever the replies do; 0 for one as soon as another has come back
 * @param warmup messages sent first, which are verified but not timed
 * @param sending longest time to send
 * @param draining longest time to wait for the last replies and for the server's counts
 * @param fast whether replies are taken on the receiving thread
 */
record ClientSettings(
        long count, int size, int depth, long rate, long warmup, Duration sending, Duration draining, boolean fast) {
    private static final long DEFAULT_COUNT = 100_000;
    private static final int DEFAULT_SIZE = 1024;
    private static final int DEFAULT_DEPTH = 32;
    private static final long DEFAULT_SENDING = 60;
    private static final long DEFAULT_DRAINING = 30;
    private static final long MAX_COUNT = 1_000_000_000_000L;
    private static final int MAX_DEPTH = 1_000_000;
    private static final long MAX_RATE = 10_000_000;
    private static final long MAX_SECONDS = 604_800;

    /**
     * Parses the options of the command line; an empty one has its default.
     *
     * @throws IllegalArgumentException naming the option, the value and what is allowed
     */
    static ClientSettings parse(
            String count,
            String size,
            String depth,
            String rate,
            String warmup,
            String seconds,
            String timeout,
            boolean fast) {
        return new ClientSettings(
                Numbers.parse("--count", count, DEFAULT_COUNT, 0, MAX_COUNT),
                (int) Numbers.parse("--size", size, DEFAULT_SIZE, 0, DataPing.MAX_DATA),
                (int) Numbers.parse("--depth", depth, DEFAULT_DEPTH, 1, MAX_DEPTH),
                Numbers.parse("--rate", rate, 0, 0, MAX_RATE),
                Numbers.parse("--warmup", warmup, 0, 0, MAX_COUNT),
                Duration.ofSeconds(Numbers.parse("--seconds", seconds, DEFAULT_SENDING, 1, MAX_SECONDS)),
                Duration.ofSeconds(Numbers.parse("--timeout", timeout, DEFAULT_DRAINING, 1, MAX_SECONDS)),
                fast);
    }

    /** Counter at which the run ends, if the time suffices. */
    long end() {
        return count == 0 ? Long.MAX_VALUE : warmup + count;
    }

    /** Whether the run ends when the time is over, as planned. */
    boolean endsByTime() {
        return count == 0;
    }

    /** Whether messages are sent by the clock. */
    boolean paced() {
        return rate > 0;
    }
}
