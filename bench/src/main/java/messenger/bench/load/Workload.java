package messenger.bench.load;

import java.time.Duration;
import java.util.function.Supplier;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;

/**
 * What is done with a messaging system.
 *
 * @param kind of work
 * @param length bytes of a payload
 * @param depth messages of a session on their way at once
 * @param sessions between the two processes
 */
public record Workload(Kind kind, int length, int depth, int sessions) {
    /** Kinds of work. */
    public enum Kind {
        /** A message goes to and fro. */
        ROUND_TRIP,
        /** Messages go one way, and the receiver confirms the last. */
        STREAM,
        /** Sessions are open. */
        IDLE
    }

    /** The inverse of {@link #toString}. */
    public static Workload parse(String text) {
        String[] parts = text.split("/", -1);
        return new Workload(
                Kind.valueOf(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]));
    }

    @Override
    public String toString() {
        return kind + "/" + length + "/" + depth + "/" + sessions;
    }

    /** Whether one message is on its way at a time, so that its time counts, and not how many there are. */
    public boolean isAtDepthOne() {
        return kind == Kind.ROUND_TRIP && depth * sessions == 1;
    }

    /** What the server does with each session. */
    public Supplier<Receiver> server() {
        return kind == Kind.STREAM ? () -> new Sink(length) : () -> new Echo(length);
    }

    /**
     * Runs the client's side.
     *
     * @param server process of the other side
     * @param measured how long to measure
     * @param warmest how long to warm up at most
     */
    public Measurement client(
            MessagingSystem system, String address, ProcessHandle server, Duration measured, Duration warmest)
            throws Exception {
        Duration least = measured.compareTo(warmest) < 0 ? measured : warmest;
        return switch (kind) {
            case ROUND_TRIP -> {
                RoundTrips work = new RoundTrips(system, address, length, depth, sessions);
                yield work.run(new Load(server, new Warmup(server, least, warmest), measured));
            }
            case STREAM -> {
                Stream work = new Stream(system, address, length);
                yield work.run(new Load(server, new Warmup(server, least, warmest), measured));
            }
            case IDLE -> new IdleSessions(length, sessions).run(system, address);
        };
    }
}
