package messenger.examples.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws samples as SVG: the rate above, the worst gap below, the transport as the ground, and what was done as lines. */
final class Plot {
    private static final int WIDTH = 1100;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int PANEL = 200;
    private static final int FIRST = 130;
    private static final int SECOND = FIRST + PANEL + 50;
    private static final int HEIGHT = SECOND + PANEL + 50;

    private final List<Sample> samples;
    private final List<Step> steps;
    private final long millis;
    private final StringBuilder svg = new StringBuilder();

    Plot(List<Sample> samples, List<Step> steps) {
        this.samples = samples;
        this.steps = steps;
        this.millis = Math.max(1, samples.isEmpty() ? 1 : samples.getLast().atMillis());
    }

    /** The drawing, as a file's text. */
    String svg() {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT);
        line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        line("<text x=\"%d\" y=\"20\" font-size=\"16\">Messenger: the transport changes under load</text>", LEFT);
        ground();
        panel(FIRST, "messages dispatched a second", Sample::rate, "#1f5fa8");
        panel(SECOND, "longest time without a dispatch, ms", Sample::worstGapMillis, "#b03030");
        for (Step step : steps) {
            int x = x(step.atMillis());
            line(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#444\" stroke-dasharray=\"3 3\"/>",
                    x, x, FIRST - 5, SECOND + PANEL);
            line(
                    "<text x=\"%d\" y=\"%d\" font-size=\"10\" transform=\"rotate(-40 %d %d)\">%s</text>",
                    x, FIRST - 8, x, FIRST - 8, escaped(step.what()));
        }
        line("</svg>");
        return svg.toString();
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private int x(long atMillis) {
        return LEFT + (int) ((WIDTH - LEFT - RIGHT) * Math.min(atMillis, millis) / millis);
    }

    /** Colours say which transport carried the sessions. */
    private void ground() {
        long from = 0;
        for (Sample sample : samples) {
            String colour = switch (sample.link()) {
                case "simple" -> "#e8f0fa";
                case "xio" -> "#e9f7e6";
                default -> "#fbe9e7";
            };
            for (int top : new int[] {FIRST, SECOND}) {
                line(
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>",
                        x(from), top, Math.max(1, x(sample.atMillis()) - x(from)), PANEL, colour);
            }
            from = sample.atMillis();
        }
        line(
                "<text x=\"%d\" y=\"%d\">ground: blue over TCP, green over xio, red no transport; %.0f s</text>",
                LEFT, HEIGHT - 15, millis / 1000.0);
    }

    private void panel(int top, String title, ToDoubleFunction<Sample> value, String colour) {
        double most = round(samples.stream().mapToDouble(value).max().orElse(1));
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>",
                LEFT, top, WIDTH - LEFT - RIGHT, PANEL);
        line("<text x=\"%d\" y=\"%d\">%s</text>", LEFT + 5, top + 15, title);
        for (int i = 0; i <= 4; i++) {
            int y = top + PANEL - PANEL * i / 4;
            line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 5, y + 4, number(most * i / 4));
        }
        svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (Sample sample : samples) {
            svg.append(x(sample.atMillis()))
                    .append(',')
                    .append(top + PANEL - (int) (PANEL * value.applyAsDouble(sample) / most))
                    .append(' ');
        }
        line("\"/>");
    }

    /** The next number above that four steps divide well. */
    private static double round(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 0.1))));
        for (double digit : new double[] {1, 2, 4, 8}) {
            if (value <= digit * power) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 10 ? "%.0f" : "%.1f", value);
    }
}
