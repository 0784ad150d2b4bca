package messenger.shell;

import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param <T> what a row shows
 * @param title its heading
 * @param value its cell in a row
 * @param isNumber whether it is aligned to the right
 */
record Column<T>(String title, Function<T, Object> value, boolean isNumber) {
    static <T> Column<T> text(String title, Function<T, Object> value) {
        return new Column<>(title, value, false);
    }

    static <T> Column<T> number(String title, Function<T, Object> value) {
        return new Column<>(title, value, true);
    }

    String cell(T row) {
        Object cell = value.apply(row);
        return cell == null || cell.equals("") ? "-" : cell.toString();
    }
}
