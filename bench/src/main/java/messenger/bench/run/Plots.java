package messenger.bench.run;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import messenger.bench.load.Measurement;
import messenger.bench.load.Workload;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;

/** A bar for each system, a picture for each workload and placement. */
final class Plots {
    private static final int WIDTH = 760;
    private static final int BAR = 30;
    private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final int MARGIN = 110;

    private Plots() {}

    /** Draws what was measured into files of that directory. */
    static void draw(Results results, List<Cell> cells, Path directory) throws IOException {
        for (Map.Entry<String, List<Cell>> table : Report.tables(cells).entrySet()) {
            List<Cell> measured = table.getValue().stream()
                    .filter(cell -> results.summary(cell).isPresent())
                    .toList();
            Workload workload = table.getValue().getFirst().workload();
            if (!measured.isEmpty() && workload.kind() != Workload.Kind.IDLE) {
                draw(results, table.getKey(), measured, directory);
            }
        }
    }

    private static void draw(Results results, String title, List<Cell> cells, Path directory) throws IOException {
        Workload workload = cells.getFirst().workload();
        boolean latency = workload.isAtDepthOne();
        boolean bulk = workload.length() > 1024;
        ToDoubleFunction<Measurement> figure = latency
                ? run -> run.p50Micros
                : run -> bulk ? run.perSecond * workload.length() / 1e6 : run.perSecond / 1e3;
        String unit = latency ? "p50, microseconds (less is better)" : bulk ? "MB/s" : "thousand messages/s";
        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .title(title)
                .xAxisTitle(unit)
                .width(WIDTH)
                .height(MARGIN + BAR * cells.size())
                .build();
        chart.getStyler().setPlotGridLinesVisible(false).setAxisTickLabelsFont(LABELS);
        // the hint decides how many labels the other axis has; values stand in those
        chart.getStyler().setXAxisTickMarkSpacingHint(1).setXAxisTicksVisible(false);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendVisible(false);
        List<Double> values = cells.stream()
                .map(cell -> results.summary(cell).orElseThrow().median(figure))
                .toList();
        List<String> labels = IntStream.range(0, cells.size())
                .mapToObj(i -> cells.get(i).system().title() + "  " + Figures.number(values.get(i)))
                .toList();
        chart.addSeries("all", values, labels);
        String name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        BitmapEncoder.saveBitmap(chart, directory.resolve(name).toString(), BitmapEncoder.BitmapFormat.PNG);
    }
}
