package messenger.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/**
 * Prints objects of one class as rows of aligned columns.
 *
 * @param <T> class of the rows
 * @param rowClass class of the rows
 * @param columns from left to right
 */
record Table<T>(Class<T> rowClass, List<Column<T>> columns) {
    private static final String GAP = "  ";

    /** Whether all of {@code rows} are of this table's class, and there is one. */
    boolean fits(Collection<?> rows) {
        return !rows.isEmpty() && rows.stream().allMatch(rowClass::isInstance);
    }

    /** Heading and rows, without a line break at the end. */
    String print(Collection<?> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::title).toList());
        for (Object row : rows) {
            lines.add(cells(rowClass.cast(row)));
        }
        StringJoiner text = new StringJoiner("\n");
        for (List<String> line : lines) {
            StringJoiner cells = new StringJoiner(GAP);
            for (int i = 0; i < line.size(); i++) {
                int column = i;
                int width = lines.stream()
                        .mapToInt(l -> l.get(column).length())
                        .max()
                        .orElse(0);
                cells.add(pad(line.get(i), width, columns.get(i).isNumber()));
            }
            text.add(cells.toString().stripTrailing());
        }
        return text.toString();
    }

    /** One row, in one line without alignment. */
    String line(Object row) {
        return String.join(GAP, cells(rowClass.cast(row)));
    }

    private List<String> cells(T row) {
        return columns.stream().map(c -> c.cell(row)).toList();
    }

    private static String pad(String text, int width, boolean right) {
        String spaces = " ".repeat(width - text.length());
        return right ? spaces + text : text + spaces;
    }
}
