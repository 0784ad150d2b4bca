package messenger.bench.run;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import messenger.bench.load.Measurement;

/**
 * What is to be reached: the ratio of a figure of ours to the best of others under the same workload and placement.
 *
 * @param what it is about
 * @param figure that is compared
 * @param lowerIsBetter whether small figures are good ones
 * @param ours the cell that is to be good
 * @param others the cells that it is compared with
 * @param bound of the ratio: at most that if lower is better, at least that otherwise
 */
record Target(
        String what,
        ToDoubleFunction<Measurement> figure,
        boolean lowerIsBetter,
        Cell ours,
        List<Cell> others,
        double bound) {
    /** The ratio, if the cells were measured. */
    Optional<Double> ratio(Results results) {
        Optional<Double> own = results.summary(ours).map(summary -> summary.median(figure));
        List<Double> rivals = others.stream()
                .flatMap(cell -> results.summary(cell).stream())
                .map(summary -> summary.median(figure))
                .sorted()
                .toList();
        if (own.isEmpty() || rivals.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(own.get() / (lowerIsBetter ? rivals.getFirst() : rivals.getLast()));
    }

    boolean isMetBy(double ratio) {
        return lowerIsBetter ? ratio <= bound : ratio >= bound;
    }

    /** The bound as it is written in tables. */
    String demand() {
        String names =
                String.join(", ", others.stream().map(cell -> title(cell)).toList());
        return (lowerIsBetter ? "<= " : ">= ") + Figures.ratio(bound) + " x "
                + (others.size() > 1 ? "the best of " + names : names);
    }

    private String title(Cell cell) {
        boolean same = cell.workload().equals(ours.workload());
        return cell.system().title() + (same ? "" : ", " + Figures.title(cell.workload()));
    }
}
