package messenger.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import messenger.bench.load.Measurement;
import messenger.bench.load.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the figures of cells. */
class ReportTest {
    private static final Cell OURS = new Cell(Plan.PING, Placement.ONE_CORE, SystemKind.TCP_FAST);
    private static final Cell SOCKET = new Cell(Plan.PING, Placement.ONE_CORE, SystemKind.SOCKET_CRC);

    private static Measurement run(double p50, double others) {
        Measurement run = new Measurement();
        run.messages = 1000;
        run.perSecond = 1e6 / p50;
        run.p50Micros = p50;
        run.clientCpuMicros = 1;
        run.othersShare = others;
        return run;
    }

    private static Results results(double... ours) {
        Results results = new Results();
        results.calibrations.addAll(List.of(10.0, 10.0, 11.0));
        for (double p50 : ours) {
            results.add(OURS, run(p50, 0));
            results.add(SOCKET, run(10, 0));
        }
        return results;
    }

    @Test
    void saysWhichTargetsAreMet() {
        String demand = "| round trip, 64 B, one core | p50 | tcp fast | <= 1.30 x socket + CRC | ";
        assertTrue(Report.of(results(12, 13, 12.5), List.of(OURS, SOCKET)).contains(demand + "1.25 | met |"));
        assertTrue(Report.of(results(14, 13, 14), List.of(OURS, SOCKET)).contains(demand + "1.40 | **not met** |"));
    }

    @Test
    void writesARowForEachSystem() {
        String report = Report.of(results(12, 12, 12), List.of(OURS, SOCKET));
        assertTrue(report.contains("## Round trip, 64 B, one core"), report);
        assertTrue(report.contains("| tcp fast | 12.0 us |"), report);
        assertTrue(report.contains("| 0.83 | 0 % |"), report);
    }

    @Test
    void leavesDisturbedRunsOut() {
        Summary summary = new Summary(List.of(run(10, 0), run(90, 0.5), run(12, 0)));
        assertEquals(11, summary.median(each -> each.p50Micros));
        assertFalse(summary.isDisturbed());
        assertTrue(new Summary(List.of(run(10, 0.5), run(90, 0.5), run(12, 0))).isDisturbed());
    }

    @Test
    void keepsFiguresInAFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("results.json");
        Results before = results(12, 13);
        before.failed(SOCKET, "process 1 ended");
        before.write(file);
        Results after = Results.read(file);
        List<Cell> cells = List.of(OURS, SOCKET);
        assertEquals(Report.of(before, cells), Report.of(after, cells));
    }

    @Test
    void drawsAPlotForEachWorkload(@TempDir Path directory) throws Exception {
        Plots.draw(results(12, 13), List.of(OURS, SOCKET), directory);
        BufferedImage plot =
                ImageIO.read(directory.resolve("round-trip-64-b-one-core.png").toFile());
        assertTrue(plot.getWidth() > plot.getHeight());
    }

    @Test
    void workloadsAreToldToProcesses() {
        for (Cell cell : Plan.whole().cells()) {
            assertEquals(cell.workload(), Workload.parse(cell.workload().toString()));
        }
    }

    @Test
    void wrongArgumentsAreExplained() {
        for (String[] arguments : new String[][] {{}, {"half"}, {"quick", "--rounds"}, {"quick", "fast"}}) {
            String text = assertThrows(IllegalArgumentException.class, () -> Bench.main(arguments))
                    .getMessage();
            assertTrue(text.contains("usage: bench"), text);
        }
    }
}
