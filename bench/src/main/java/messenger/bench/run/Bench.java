package messenger.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import messenger.bench.load.Measurement;

/**
 * Measures the Messenger beside other systems, and writes {@code results.json}, {@code results.md} and plots.
 *
 * <p>Arguments: {@code quick}, {@code targets} or {@code whole}, or {@code rdma} where there is a device; then {@code --out
 * DIRECTORY} (results, or results/quick), {@code --rounds N}, {@code --only PATTERN}, a regular expression in the names of
 * cells such as {@code STREAM/64/0/1 FREE NETTY}. {@code report DIRECTORY} writes tables and plots again from the JSON.
 */
public final class Bench {
    private static final String USAGE =
            "usage: bench quick|targets|whole|rdma [--rounds N] [--only PATTERN] [--out DIRECTORY], or bench report DIRECTORY";

    private Bench() {}

    /** Measures, or reports. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(args));
        String what = words.isEmpty() ? "" : words.removeFirst();
        if (what.equals("report") && words.size() == 1) {
            Path directory = Path.of(words.getFirst());
            report(Results.read(directory.resolve("results.json")), directory);
            return;
        }
        Path directory = Path.of(option(words, "--out", what.equals("quick") ? "results/quick" : "results"));
        Plan plan = switch (what) {
            case "quick" -> Plan.quick();
            case "whole" -> Plan.whole();
            case "targets" -> Plan.targets();
            case "rdma" -> Plan.rdma();
            default -> throw new IllegalArgumentException(USAGE);
        };
        plan = plan.only(option(words, "--only", ""))
                .rounds(Integer.parseInt(option(words, "--rounds", Integer.toString(plan.rounds()))));
        if (!words.isEmpty()) {
            throw new IllegalArgumentException(words + " is not understood; " + USAGE);
        }
        Files.createDirectories(directory);
        report(measure(plan, directory), directory);
    }

    private static String option(List<String> words, String name, String standard) {
        int at = words.indexOf(name);
        if (at < 0) {
            return standard;
        }
        if (at + 1 == words.size()) {
            throw new IllegalArgumentException(name + " needs a value; " + USAGE);
        }
        words.remove(at);
        return words.remove(at);
    }

    private static Results measure(Plan plan, Path directory) throws IOException, InterruptedException {
        Results results = new Results();
        CellRunner runner = new CellRunner(plan.measured(), plan.warmest());
        Calibration calibration = new Calibration();
        calibration.run();
        StartTime start = new StartTime(Path.of("../cnf/target/messenger.jar"));
        for (int round = 1; round <= plan.rounds(); round++) {
            results.rounds = round;
            start.measure().ifPresent(results.startMillis::add);
            for (Cell cell : plan.cells()) {
                results.calibrations.add(calibration.run());
                try {
                    Measurement measurement = runner.run(cell);
                    results.add(cell, measurement);
                    System.out.println(progress(round, cell, measurement));
                } catch (IOException e) {
                    results.failed(cell, e.getMessage());
                    System.out.println(round + " " + cell.name() + ": " + e.getMessage());
                }
            }
            results.write(directory.resolve("results.json"));
        }
        System.out.println(calibration);
        return results;
    }

    private static String progress(int round, Cell cell, Measurement run) {
        return String.format(
                Locale.ROOT,
                "%d %-56s %11.0f/s  p50 %8.2f  p99 %9.2f us  CPU %6.2f + %6.2f us%s",
                round,
                cell.name(),
                run.perSecond,
                run.p50Micros,
                run.p99Micros,
                run.clientCpuMicros,
                run.serverCpuMicros,
                Summary.isQuiet(run) ? "" : "  disturbed");
    }

    private static void report(Results results, Path directory) throws IOException {
        List<Cell> cells = Plan.whole().cells();
        Files.writeString(directory.resolve("results.md"), Report.of(results, cells));
        Plots.draw(results, cells, directory);
        System.out.println("written to " + directory.resolve("results.md"));
    }
}
