package messenger.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of aligned columns; a column whose cells are all numbers is aligned to the right. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<String> titles;
    private final List<List<Object>> rows = new ArrayList<>();

    TextTable(String... titles) {
        this.titles = List.of(titles);
    }

    void row(Object... cells) {
        rows.add(Arrays.asList(cells));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Heading and rows, each line with {@code indent} before and a line break after it. */
    String print(String indent) {
        int[] widths = new int[titles.size()];
        boolean[] numbers = new boolean[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    titles.get(i).length(),
                    rows.stream()
                            .mapToInt(row -> text(row.get(column)).length())
                            .max()
                            .orElse(0));
            numbers[i] = rows.stream().allMatch(row -> row.get(column) instanceof Number);
        }
        StringBuilder lines = new StringBuilder();
        line(lines, indent, titles, widths, numbers);
        rows.forEach(row -> line(lines, indent, row, widths, numbers));
        return lines.toString();
    }

    private static void line(StringBuilder lines, String indent, List<?> cells, int[] widths, boolean[] numbers) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < widths.length; i++) {
            String text = text(cells.get(i));
            String padding = " ".repeat(widths[i] - text.length());
            line.append(i == 0 ? "" : GAP).append(numbers[i] ? padding + text : text + padding);
        }
        lines.append(line.toString().stripTrailing()).append('\n');
    }

    private static String text(Object cell) {
        return cell == null || cell.equals("") ? "-" : cell.toString();
    }
}
