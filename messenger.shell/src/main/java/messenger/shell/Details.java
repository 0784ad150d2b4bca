package messenger.shell;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.osgi.dto.DTO;

/** Prints an object as one line for each of its values; lists of known classes as tables. */
final class Details {
    private static final String INDENT = "  ";

    private Details() {}

    /** The values of a DTO or record, without a line break at the end. */
    static String print(Object target) {
        Map<String, Object> values = values(target);
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringJoiner text = new StringJoiner("\n");
        values.forEach((name, value) -> text.add(line(name, value, width)));
        return text.toString();
    }

    /** The values of a DTO or record by name, in their order. */
    static Map<String, Object> values(Object target) {
        return target instanceof DTO ? fields(target) : components(target);
    }

    private static String line(String name, Object value, int width) {
        Optional<String> block = block(value);
        return block.isPresent()
                ? name + "\n" + block.get().indent(INDENT.length()).stripTrailing()
                : name + " ".repeat(width - name.length()) + INDENT + plain(value);
    }

    private static Optional<String> block(Object value) {
        if (value instanceof DTO || value instanceof Record) {
            return Optional.of(print(value));
        }
        if (value instanceof String[] lines && lines.length > 1) {
            return Optional.of(String.join("\n", lines));
        }
        return value instanceof Collection<?> rows ? Tables.of(rows).map(t -> t.print(rows)) : Optional.empty();
    }

    private static String plain(Object value) {
        List<?> list = switch (value) {
            case null -> List.of();
            case Object[] array -> Arrays.asList(array);
            case Collection<?> collection -> new ArrayList<>(collection);
            default -> List.of(value);
        };
        return list.isEmpty()
                ? "-"
                : String.join(", ", list.stream().map(String::valueOf).toList());
    }

    private static Map<String, Object> fields(Object target) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : target.getClass().getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                try {
                    values.put(field.getName(), field.get(target));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(field.toString(), e);
                }
            }
        }
        return values;
    }

    private static Map<String, Object> components(Object target) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : target.getClass().getRecordComponents()) {
            try {
                values.put(component.getName(), component.getAccessor().invoke(target));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(component.toString(), e);
            }
        }
        return values;
    }
}
