package messenger.monitor;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What the health checks consider as trouble.
 *
 * @param throttlePercent of a throttle's limit, from which on it counts as full
 * @param lines how many troubles are named one by one
 */
record HealthLimits(
        Set<String> requiredEndpoints,
        Set<String> listeningEndpoints,
        Limit standby,
        Limit connecting,
        Limit connectingCritical,
        Limit dispatch,
        Limit dispatchCritical,
        int throttlePercent,
        int lines) {
    static final long STANDBY_MILLIS = 300_000;
    static final long CONNECTING_MILLIS = 30_000;
    static final long CONNECTING_CRITICAL_MILLIS = 300_000;
    static final long DISPATCH_MILLIS = 5_000;
    static final long DISPATCH_CRITICAL_MILLIS = 60_000;
    static final int THROTTLE_PERCENT = 100;
    static final int LINES = 20;

    static final HealthLimits DEFAULTS = new HealthLimits(
            Set.of(),
            Set.of(),
            new Limit(STANDBY_MILLIS),
            new Limit(CONNECTING_MILLIS),
            new Limit(CONNECTING_CRITICAL_MILLIS),
            new Limit(DISPATCH_MILLIS),
            new Limit(DISPATCH_CRITICAL_MILLIS),
            THROTTLE_PERCENT,
            LINES);

    /**
     * A time that something may take.
     *
     * @param millis 0 for ever
     */
    record Limit(long millis) {
        boolean isExceededBy(Duration time) {
            return millis > 0 && time.toMillis() > millis;
        }

        /** In seconds, such as {@code 30} or {@code 0.5}. */
        String seconds() {
            return String.valueOf(millis / 1000.0).replaceFirst("\\.0$", "");
        }
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException naming the PID, the key, the value and what is allowed
     */
    static HealthLimits of(HealthConfig config) {
        return new HealthLimits(
                names(config.required_endpoints()),
                names(config.listening_endpoints()),
                limit("standby.max", config::standby_max),
                limit("connecting.max", config::connecting_max),
                limit("connecting.critical", config::connecting_critical),
                limit("dispatch.max", config::dispatch_max),
                limit("dispatch.critical", config::dispatch_critical),
                (int) whole("throttle.percent", config::throttle_percent, 1, 100),
                (int) whole("lines.max", config::lines_max, 1, 1000));
    }

    /** One text may hold several names, separated by commas. */
    private static Set<String> names(String[] configured) {
        return Arrays.stream(configured)
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Limit limit(String key, LongSupplier value) {
        return new Limit(whole(key, value, 0, Long.MAX_VALUE));
    }

    private static long whole(String key, LongSupplier configured, long least, long most) {
        String found;
        try {
            long value = configured.getAsLong();
            if (value >= least && value <= most) {
                return value;
            }
            found = String.valueOf(value);
        } catch (RuntimeException e) {
            // Declarative Services could not convert it
            found = String.valueOf(e.getMessage());
        }
        throw new IllegalArgumentException(Thresholds.PID + ": " + key + " " + found
                + " is not allowed; allowed: a whole number from " + least + " to " + most);
    }
}
