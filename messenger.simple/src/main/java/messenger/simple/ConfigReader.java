package messenger.simple;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import messenger.api.EntityAddress;

/**
 * Reads a configuration, whose values may be of their type or text. What is refused is refused with a message that
 * names PID, key, value and what is allowed.
 */
final class ConfigReader {
    private final Map<String, ?> properties;

    ConfigReader(Map<String, ?> properties) {
        this.properties = properties;
    }

    /** The PID of the configuration. */
    String pid() {
        Object pid = properties.get("service.pid");
        return pid instanceof Collection<?> pids
                ? String.valueOf(pids.iterator().next())
                : pid == null ? "messenger.simple" : pid.toString();
    }

    /**
     * The name of the endpoint.
     *
     * @throws IllegalArgumentException if there is none
     */
    String endpoint() {
        Object value = properties.get("endpoint");
        if (value == null || value.toString().isBlank()) {
            throw refused("endpoint", value, "the name of an endpoint, such as osd.0");
        }
        return value.toString().trim();
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming PID, key, value and what is allowed
     */
    SimpleSettings settings() {
        SimpleSettings defaults = SimpleSettings.builder().build();
        int threads = integer("threads", 0);
        var builder = SimpleSettings.builder()
                .bind(bind())
                .ports(integer("bind.port.min", defaults.portMin()), integer("bind.port.max", defaults.portMax()))
                .bindRetry(
                        integer("bind.retry.count", defaults.bindRetries()),
                        Duration.ofSeconds(integer("bind.retry.delay", (int)
                                defaults.bindRetryDelay().toSeconds())))
                .crcHeader(bool("crc.header", defaults.crcHeader()))
                .crcData(bool("crc.data", defaults.crcData()))
                .noDelay(bool("tcp.nodelay", defaults.noDelay()))
                .sendBuffer(integer("tcp.sndbuf", defaults.sendBuffer()))
                .receiveBuffer(integer("tcp.rcvbuf", defaults.receiveBuffer()))
                .sectionMax(
                        integer("front.max", defaults.frontMax()),
                        integer("middle.max", defaults.middleMax()),
                        integer("data.max", defaults.dataMax()))
                .authorizerMax(integer("authorizer.max", defaults.authorizerMax()))
                .threads(threads == 0 ? defaults.threads() : threads)
                .pendingOut(integer("pending.max", defaults.pendingOut()));
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(pid() + ": " + e.getMessage(), e);
        }
    }

    private EntityAddress[] bind() {
        return texts(properties.get("bind")).stream().map(this::address).toArray(EntityAddress[]::new);
    }

    private EntityAddress address(String text) {
        try {
            return EntityAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused("bind", text, "tcp://HOST:PORT, separated by commas (" + e.getMessage() + ")");
        }
    }

    private static List<String> texts(Object value) {
        Collection<?> values = switch (value) {
            case null -> List.of();
            case Object[] array -> Arrays.asList(array);
            case Collection<?> collection -> collection;
            default -> Arrays.asList(value.toString().split(","));
        };
        return values.stream()
                .map(v -> v.toString().trim())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private int integer(String key, int defaultValue) {
        return read(key, defaultValue, "a whole number of 32 bits", Integer::valueOf);
    }

    private boolean bool(String key, boolean defaultValue) {
        return read(key, defaultValue, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    private <T> T read(String key, T defaultValue, String allowed, Function<String, T> parser) {
        Object value = properties.get(key);
        if (value == null) {
            return defaultValue;
        }
        try {
            return parser.apply(value.toString().trim());
        } catch (IllegalArgumentException e) {
            throw refused(key, value, allowed);
        }
    }

    private IllegalArgumentException refused(String key, Object value, String allowed) {
        return new IllegalArgumentException(pid() + ": " + key + " "
                + (value == null ? "is missing" : "'" + value + "' is not allowed") + "; allowed: " + allowed);
    }
}
