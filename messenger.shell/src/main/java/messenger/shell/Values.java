package messenger.shell;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import org.apache.felix.service.command.CommandSession;

/** Values on the command line. */
final class Values {
    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

    private Values() {}

    /**
     * Parses one value of an operand.
     *
     * @param session by whose current folder paths are resolved
     * @throws IllegalArgumentException naming the operand, the value and what is allowed
     */
    static Object parse(Operand operand, String text, CommandSession session) {
        Class<?> type = operand.type();
        if (type == String.class) {
            return text;
        } else if (type == boolean.class) {
            return Boolean.valueOf(text);
        } else if (type == int.class) {
            return Math.toIntExact(
                    whole(operand.title(), text, operand.min(), Math.min(operand.max(), Integer.MAX_VALUE)));
        } else if (type == long.class || type == Long.class) {
            return whole(operand.title(), text, operand.min(), operand.max());
        } else if (type == Duration.class) {
            return seconds(operand, text);
        } else if (type == EntityName.class) {
            return EntityName.parse(text);
        } else if (type == EntityType.class) {
            return EntityType.parse(text);
        } else if (type == EntityAddress.class) {
            return EntityAddress.parse(text);
        } else if (type == Path.class) {
            return path(operand, text, session);
        }
        throw new IllegalStateException(operand.title() + " is of " + type + ", which is not known");
    }

    /**
     * Parses a whole number.
     *
     * @throws IllegalArgumentException naming the argument, the value and what is allowed
     */
    static long whole(String title, String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, together with what is allowed
        }
        throw new IllegalArgumentException(
                title + " '" + text + "'; allowed: " + min + (max == Long.MAX_VALUE ? " or more" : " to " + max));
    }

    private static Duration seconds(Operand operand, String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            if (value.compareTo(BigDecimal.valueOf(operand.min())) >= 0
                    && value.compareTo(BigDecimal.valueOf(operand.max())) <= 0) {
                return Duration.ofNanos(value.multiply(NANOS_PER_SECOND).longValueExact());
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // said below, together with what is allowed
        }
        throw new IllegalArgumentException(operand.title() + " '" + text + "'; allowed: " + operand.min() + " to "
                + operand.max() + " seconds, with up to 9 decimals");
    }

    private static Path path(Operand operand, String text, CommandSession session) {
        try {
            Path folder = session.currentDir();
            return (folder == null ? Path.of("") : folder)
                    .resolve(text)
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(operand.title() + " '" + text + "' is no path: " + e.getReason(), e);
        }
    }
}
