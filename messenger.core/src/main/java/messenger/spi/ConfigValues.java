package messenger.spi;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads a configuration, whose values may be of their type or text. What is refused is refused with a message that names
 * PID, key, value and what is allowed.
 */
public final class ConfigValues {
    private final String pid;
    private final Map<String, ?> properties;

    /**
     * A reader.
     *
     * @param defaultPid named in messages if the properties have no {@code service.pid}
     */
    public ConfigValues(String defaultPid, Map<String, ?> properties) {
        Object given = properties.get("service.pid");
        Object first = given instanceof Collection<?> pids && !pids.isEmpty()
                ? pids.iterator().next()
                : given;
        this.pid = first == null ? defaultPid : first.toString();
        this.properties = properties;
    }

    /** The PID of the configuration. */
    public String pid() {
        return pid;
    }

    /** Whether the key has a value that is not blank. */
    public boolean has(String key) {
        Object value = properties.get(key);
        return value != null && !value.toString().isBlank();
    }

    /** The value, trimmed, or the default. */
    public String text(String key, String defaultValue) {
        return has(key) ? properties.get(key).toString().trim() : defaultValue;
    }

    /**
     * The value, trimmed.
     *
     * @throws IllegalArgumentException if there is none
     */
    public String required(String key, String allowed) {
        String value = text(key, null);
        if (value == null) {
            throw refused(key, null, allowed);
        }
        return value;
    }

    /** The values of an array, a collection or a list separated by commas; empty if there is none. */
    public List<String> texts(String key) {
        Collection<?> values = switch (properties.get(key)) {
            case null -> List.of();
            case Object[] array -> Arrays.asList(array);
            case Collection<?> collection -> collection;
            case Object one -> Arrays.asList(one.toString().split(","));
        };
        return values.stream()
                .map(value -> value.toString().trim())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    public int integer(String key, int defaultValue) {
        return parsed(key, defaultValue, "a whole number of 32 bits", Integer::valueOf);
    }

    public long number(String key, long defaultValue) {
        return parsed(key, defaultValue, "a whole number", Long::valueOf);
    }

    public double fraction(String key, double defaultValue) {
        return parsed(key, defaultValue, "a number from 0 to 1, such as 0.1", Double::valueOf);
    }

    /** A time that is written in milliseconds. */
    public Duration millis(String key, Duration defaultValue) {
        return Duration.ofMillis(parsed(key, defaultValue.toMillis(), "a whole number of milliseconds", Long::valueOf));
    }

    public Duration micros(String key, Duration defaultValue) {
        return parsed(
                key,
                defaultValue,
                "a whole number of microseconds",
                text -> Duration.of(Integer.parseInt(text), ChronoUnit.MICROS));
    }

    public boolean bool(String key, boolean defaultValue) {
        return parsed(key, defaultValue, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /**
     * The value as the parser understands it, or the default.
     *
     * @throws IllegalArgumentException if the parser throws one
     */
    public <T> T parsed(String key, T defaultValue, String allowed, Function<String, T> parser) {
        if (!has(key)) {
            return defaultValue;
        }
        String text = properties.get(key).toString().trim();
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw refused(key, text, allowed);
        }
    }

    /** What to throw for a value that is not allowed, or for one that is missing. */
    public IllegalArgumentException refused(String key, Object value, String allowed) {
        return new IllegalArgumentException(pid + ": " + key + " "
                + (value == null ? "is missing" : "'" + value + "' is not allowed") + "; allowed: " + allowed);
    }
}
