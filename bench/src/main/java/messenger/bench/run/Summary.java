package messenger.bench.run;

import java.util.List;
import java.util.function.ToDoubleFunction;
import messenger.bench.load.Measurement;

/** The runs of one cell. */
record Summary(List<Measurement> runs) {
    /** Processors that others may use before a run counts as disturbed. */
    private static final double DISTURBED = 0.08;

    /** Median of a figure over the runs that nobody disturbed, or over all if those are fewer than half. */
    double median(ToDoubleFunction<Measurement> figure) {
        double[] sorted = counting().stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Largest less smallest value of a figure, in relation to the median. */
    double spread(ToDoubleFunction<Measurement> figure) {
        double smallest = counting().stream().mapToDouble(figure).min().orElse(0);
        double largest = counting().stream().mapToDouble(figure).max().orElse(0);
        return (largest - smallest) / median(figure);
    }

    private List<Measurement> counting() {
        return isDisturbed() ? runs : runs.stream().filter(Summary::isQuiet).toList();
    }

    /** Whether others disturbed more than half of the runs. */
    boolean isDisturbed() {
        return runs.stream().filter(Summary::isQuiet).count() * 2 < runs.size();
    }

    /** Whether nothing else took much of the machine. */
    static boolean isQuiet(Measurement run) {
        return run.othersShare + run.stolenShare <= DISTURBED;
    }
}
