package messenger.examples.pingpong;

/** What has come back: verified, counted and timed. Times in nanoseconds. Thread safe. */
final class ReplyLedger {
    private final PayloadPattern pattern;
    private final long warmup;
    private final SequenceChecker sequence = new SequenceChecker();
    private final Histogram roundTrips = new Histogram();
    private long corrupted;
    private long firstMeasured;
    private long lastMeasured;

    /** A ledger that times from counter {@code warmup} on. */
    ReplyLedger(PayloadPattern pattern, long warmup) {
        this.pattern = pattern;
        this.warmup = warmup;
    }

    /**
     * Takes a reply.
     *
     * @param sent how many messages have been sent; a higher counter is corrupted
     * @param now when the reply arrived, by {@link System#nanoTime()}
     * @return whether it answers a message that was not answered before
     */
    boolean accept(DataPing reply, long sent, long now) {
        boolean intact = reply.counter() < sent && pattern.matches(reply.counter(), reply.data());
        synchronized (this) {
            if (!intact) {
                corrupted++;
            }
            if (reply.counter() >= sent || !sequence.accept(reply.counter())) {
                return false;
            }
            if (reply.counter() >= warmup) {
                if (roundTrips.count() == 0) {
                    firstMeasured = reply.sentNanos();
                }
                lastMeasured = now;
                roundTrips.record(now - reply.sentNanos());
            }
            return true;
        }
    }

    /** Messages that have been answered. */
    synchronized long received() {
        return sequence.received();
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(
                sequence.received(),
                sequence.duplicated(),
                sequence.outOfOrder(),
                corrupted,
                roundTrips.count(),
                roundTrips.count() == 0 ? 0 : lastMeasured - firstMeasured,
                roundTrips.percentile(50),
                roundTrips.percentile(90),
                roundTrips.percentile(99),
                roundTrips.max());
    }

    /** The counts at one moment; {@code measured} replies took {@code nanos} altogether. */
    record Snapshot(
            long received,
            long duplicated,
            long outOfOrder,
            long corrupted,
            long measured,
            long nanos,
            long p50,
            long p90,
            long p99,
            long max) {}
}
