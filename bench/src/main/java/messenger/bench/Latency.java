package messenger.bench;

import messenger.api.Policy;

/**
 * Round trips of one connection at depth 1, beside those of a raw blocking socket, in turns in one run.
 *
 * <p>Arguments: payload bytes (64), round trips a turn (10000), turns (7). On a machine where the scheduler puts the two
 * sides now on one processor and now on two, pin the process ({@code taskset -c 0}): the cost of waking another processor
 * would otherwise drown what is compared.
 */
public final class Latency {
    private Latency() {}

    /**
     * Figures of one comparison.
     *
     * @param raw p50 of the raw socket, in microseconds, the median of all turns
     * @param messenger p50 of the messenger, likewise
     * @param ratio median of the ratios of the turns
     */
    public record Result(double raw, double messenger, double ratio) {}

    /** Prints lossy and lossless sessions against the raw socket. */
    public static void main(String[] args) throws Exception {
        int size = args.length > 0 ? Integer.parseInt(args[0]) : 64;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int turns = args.length > 2 ? Integer.parseInt(args[2]) : 7;
        print("lossy", compare(size, rounds, turns, Policy.statelessServer(), Policy.lossyClient()));
        print("lossless", compare(size, rounds, turns, Policy.statefulServer(), Policy.losslessClient()));
    }

    private static void print(String what, Result result) {
        System.out.printf(
                "%-9s p50: raw %.1f us, messenger %.1f us, ratio %.2f%n",
                what, result.raw(), result.messenger(), result.ratio());
    }

    /** Measures both in turns. */
    public static Result compare(int size, int rounds, int turns, Policy server, Policy client) throws Exception {
        double[] raws = new double[turns];
        double[] messengers = new double[turns];
        double[] ratios = new double[turns];
        try (RawPingPong raw = new RawPingPong(size);
                MessengerPingPong messenger = new MessengerPingPong(size, server, client)) {
            raw.run(rounds);
            messenger.run(rounds);
            messenger.run(rounds);
            for (int turn = 0; turn < turns; turn++) {
                raws[turn] = new Percentiles(raw.run(rounds)).micros(0.5);
                messengers[turn] = new Percentiles(messenger.run(rounds)).micros(0.5);
                ratios[turn] = messengers[turn] / raws[turn];
            }
        }
        return new Result(Percentiles.median(raws), Percentiles.median(messengers), Percentiles.median(ratios));
    }
}
