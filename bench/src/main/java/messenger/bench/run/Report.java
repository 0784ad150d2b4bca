package messenger.bench.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import messenger.bench.load.Workload;

/** Tables in Markdown of what was measured, and of what was to be reached. */
final class Report {
    private static final int KIB = 1 << 10;
    private static final int MAX_IDLE_HEAP = 20 * KIB;
    private static final int MAX_IDLE_RESIDENT = 64 * KIB;

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Report(Results results) {
        this.results = results;
    }

    /** The whole report on the cells of a plan. */
    static String of(Results results, List<Cell> cells) {
        Report report = new Report(results);
        report.head();
        report.targets();
        tables(cells).forEach((title, rows) -> report.table(title, rows));
        report.failures();
        return report.text.toString();
    }

    /** Cells by workload and placement, in their order, by the title that the two have. */
    static Map<String, List<Cell>> tables(List<Cell> cells) {
        Map<String, List<Cell>> tables = new LinkedHashMap<>();
        for (Cell cell : cells) {
            tables.computeIfAbsent(title(cell), title -> new ArrayList<>()).add(cell);
        }
        return tables;
    }

    private static String title(Cell cell) {
        String where = cell.placement() == Placement.FREE
                ? ""
                : ", " + cell.placement().title();
        return Figures.title(cell.workload()) + where;
    }

    private void head() {
        line("# Results");
        line("");
        line("Machine: " + results.machine + ".");
        line("Run: " + results.began + " to " + results.ended + ", " + results.rounds
                + " rounds; figures are medians of those that nothing else disturbed.");
        line("Noise: one and the same computation took " + Figures.ratio(Calibration.noise(results.calibrations))
                + " times as long at the 95th percentile as at the 5th.");
        if (!results.startMillis.isEmpty()) {
            List<Double> sorted = results.startMillis.stream().sorted().toList();
            line("Start of a container, from the command to a server that listens: "
                    + Figures.number(sorted.get(sorted.size() / 2)) + " ms.");
        }
        line("");
        line("A star marks cells of which others disturbed most runs; spread is that of the rate, of p50 at depth 1.");
        line("");
    }

    private void targets() {
        line("## Targets");
        line("");
        line("| workload | figure | system | demanded | reached | |");
        line("|---|---|---|---|---|---|");
        for (Target target : Targets.all()) {
            target.ratio(results)
                    .ifPresent(ratio -> line("| " + title(target.ours()) + " | " + target.what() + " | "
                            + target.ours().system().title() + " | " + target.demand() + " | " + Figures.ratio(ratio)
                            + " | " + met(target.isMetBy(ratio)) + " |"));
        }
        Cell idle = new Cell(Plan.IDLE, Placement.FREE, SystemKind.TCP_FAST);
        results.summary(idle).ifPresent(summary -> {
            double heap =
                    Math.max(summary.median(run -> run.clientHeapBytes), summary.median(run -> run.serverHeapBytes));
            double resident = Math.max(
                    summary.median(run -> run.clientResidentBytes), summary.median(run -> run.serverResidentBytes));
            memory(idle, "heap", MAX_IDLE_HEAP, heap);
            memory(idle, "resident memory", MAX_IDLE_RESIDENT, resident);
        });
        line("");
    }

    private void memory(Cell cell, String what, int most, double bytes) {
        line("| " + title(cell) + " | " + what + " | " + cell.system().title() + " | <= " + kib(most) + " | "
                + kib(bytes) + " | " + met(bytes <= most) + " |");
    }

    private static String met(boolean met) {
        return met ? "met" : "**not met**";
    }

    private void table(String title, List<Cell> cells) {
        List<Cell> measured =
                cells.stream().filter(cell -> results.summary(cell).isPresent()).toList();
        if (measured.isEmpty()) {
            return;
        }
        line("## " + title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1));
        line("");
        boolean idle = measured.getFirst().workload().kind() == Workload.Kind.IDLE;
        line(
                idle
                        ? "| system | heap, client | heap, server | resident, client | resident, server |"
                        : "| system | p50 | p99 | p99.9 | messages/s | MB/s | CPU, client + server | rate to "
                                + limit(cells) + " | spread |");
        line(idle ? "|---|---|---|---|---|" : "|---|---|---|---|---|---|---|---|---|");
        measured.forEach(cell -> line(idle ? idle(cell) : row(cell, cells)));
        line("");
    }

    private String idle(Cell cell) {
        Summary summary = results.summary(cell).orElseThrow();
        return "| " + cell.system().title() + " | " + kib(summary.median(run -> run.clientHeapBytes)) + " | "
                + kib(summary.median(run -> run.serverHeapBytes)) + " | "
                + kib(summary.median(run -> run.clientResidentBytes)) + " | "
                + kib(summary.median(run -> run.serverResidentBytes)) + " |";
    }

    private static String kib(double bytes) {
        return Figures.number(bytes / KIB) + " KiB";
    }

    private String row(Cell cell, List<Cell> cells) {
        Summary summary = results.summary(cell).orElseThrow();
        boolean stream = cell.workload().kind() == Workload.Kind.STREAM;
        double rate = summary.median(run -> run.perSecond);
        List<String> fields = List.of(
                cell.system().title() + (summary.isDisturbed() ? " *" : ""),
                stream ? "" : micros(summary.median(run -> run.p50Micros)),
                stream ? "" : micros(summary.median(run -> run.p99Micros)),
                stream ? "" : micros(summary.median(run -> run.p999Micros)),
                Figures.number(rate),
                Figures.number(rate * cell.workload().length() / 1e6),
                Figures.number(summary.median(run -> run.clientCpuMicros)) + " + "
                        + micros(summary.median(run -> run.serverCpuMicros)),
                limitRate(cells).map(limit -> Figures.ratio(rate / limit)).orElse(""),
                Figures.percent(
                        summary.spread(cell.workload().isAtDepthOne() ? run -> run.p50Micros : run -> run.perSecond)));
        return "| " + String.join(" | ", fields) + " |";
    }

    private static String micros(double value) {
        return Figures.number(value) + " us";
    }

    private Optional<Double> limitRate(List<Cell> cells) {
        return cells.stream()
                .filter(cell -> cell.system() == SystemKind.SOCKET_CRC)
                .findFirst()
                .flatMap(results::summary)
                .map(summary -> summary.median(run -> run.perSecond));
    }

    private String limit(List<Cell> cells) {
        return limitRate(cells).isPresent() ? SystemKind.SOCKET_CRC.title() : "limit";
    }

    private void failures() {
        results.failures.forEach((cell, why) -> line("- Without a result: " + cell + ": " + why));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
