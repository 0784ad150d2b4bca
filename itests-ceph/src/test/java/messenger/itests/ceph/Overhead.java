package messenger.itests.ceph;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * Runs rados bench directly and by relays in turn. Reading compares the content of every object with what was written; rados
 * fails if one differs.
 */
final class Overhead {
    private static final String WARM_UP = "warm-up";
    private static final String DIRECT = "direct";
    private static final String RELAYED = "relayed";
    private static final String WRITE = "write";
    private static final String READ = "seq";
    private static final int ROUNDS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private record Run(String way, int size, BenchResult result) {}

    private final Client direct;
    private final Client relayed;
    private final String pool;
    private final List<Run> runs = new ArrayList<>();

    Overhead(Client direct, Client relayed, String pool) {
        this.direct = direct;
        this.relayed = relayed;
        this.pool = pool;
    }

    /** Writes and reads the same number of objects by each way in turn, when the OSDs are warm. */
    void measure(int size, int objects) {
        run(WARM_UP, direct, size, objects);
        for (int round = 0; round < ROUNDS; round++) {
            run(RELAYED, relayed, size, objects);
            run(DIRECT, direct, size, objects);
        }
    }

    private void run(String way, Client client, int size, int objects) {
        bench(way, client, size, LIMIT, WRITE, "-b", "" + size, "--no-cleanup", "--max-objects", "" + objects);
        bench(way, client, size, LIMIT, READ);
        direct.rados(LIMIT, "-p", pool, "cleanup");
    }

    /** Writes and reads by the relays for a time; reading ends with the last object that was written. */
    void runRelayed(int size, Duration time) {
        String way = RELAYED + ", " + time.toSeconds() + " s";
        bench(way, relayed, size, time, WRITE, "-b", "" + size, "--no-cleanup");
        bench(way, relayed, size, time, READ);
        direct.rados(LIMIT, "-p", pool, "cleanup");
    }

    private void bench(String way, Client client, int size, Duration time, String operation, String... options) {
        List<String> words = new ArrayList<>(List.of("-p", pool, "bench", "" + time.toSeconds(), operation));
        words.addAll(List.of(options));
        String text = client.rados(time.plus(LIMIT), words.toArray(String[]::new));
        BenchResult result = BenchResult.parse(operation, text);
        assertTrue(result.operations() > 0, result::toString);
        runs.add(new Run(way, size, result));
    }

    /** What was measured, in tables: run by run, and what the relays cost. */
    String report() {
        StringJoiner text = new StringJoiner("\n", "", "\n");
        text.add("| size | operation | way | s | operations/s | MB/s | mean latency |");
        text.add("|---|---|---|---|---|---|---|");
        for (Run run : runs) {
            BenchResult result = run.result();
            text.add(String.format(
                    Locale.ROOT,
                    "| %d | %s | %s | %.1f | %.0f | %.1f | %.2f ms |",
                    run.size(),
                    result.operation(),
                    run.way(),
                    result.seconds(),
                    result.rate(),
                    result.rate() * run.size() / 1e6,
                    result.latency() * 1e3));
        }
        text.add("");
        text.add("| size | operation | direct, MB/s | relayed, MB/s | relayed / direct |");
        text.add("|---|---|---|---|---|");
        for (int size : runs.stream().mapToInt(Run::size).distinct().toArray()) {
            for (String operation : List.of(WRITE, READ)) {
                double without = rate(size, operation, DIRECT::equals);
                double with = rate(size, operation, RELAYED::equals);
                text.add(String.format(
                        Locale.ROOT,
                        "| %d | %s | %.1f | %.1f | %.2f |",
                        size,
                        operation,
                        without * size / 1e6,
                        with * size / 1e6,
                        with / without));
            }
        }
        return text.toString();
    }

    /** Mean of the runs. */
    private double rate(int size, String operation, Predicate<String> way) {
        return runs.stream()
                .filter(run -> run.size() == size && run.result().operation().equals(operation) && way.test(run.way()))
                .mapToDouble(run -> run.result().rate())
                .average()
                .orElseThrow();
    }
}
