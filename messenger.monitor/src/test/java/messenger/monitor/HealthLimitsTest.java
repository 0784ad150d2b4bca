package messenger.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.ComponentException;

class HealthLimitsTest {
    private static HealthConfig config(String key, Object value) {
        return Settings.of(HealthConfig.class, Map.of(key, value));
    }

    private static String refusal(String key, Object value) {
        return assertThrows(IllegalArgumentException.class, () -> HealthLimits.of(config(key, value)))
                .getMessage();
    }

    @Test
    void withoutConfigurationTheDefaultsApply() {
        assertEquals(HealthLimits.DEFAULTS, HealthLimits.of(Settings.of(HealthConfig.class, Map.of())));
    }

    @Test
    void namesMayShareAText() {
        assertEquals(
                Set.of("osd.0", "osd.1", "osd.2"),
                HealthLimits.of(config("required.endpoints", new String[] {"osd.0, osd.1", "osd.2", "osd.0"}))
                        .requiredEndpoints());
    }

    @Test
    void refusalNamesKeyValueAndWhatIsAllowed() {
        assertEquals(
                "messenger.monitor.health: throttle.percent 101 is not allowed; allowed: a whole number from 1 to 100",
                refusal("throttle.percent", 101));
        assertEquals(
                "messenger.monitor.health: standby.max -1 is not allowed; allowed: a whole number from 0 to"
                        + " 9223372036854775807",
                refusal("standby.max", -1L));
        assertEquals(
                "messenger.monitor.health: lines.max 'many' is no number is not allowed; allowed: a whole number from 1"
                        + " to 1000",
                refusal("lines.max", new ComponentException("'many' is no number")));
    }

    @Test
    void refusedConfigurationLeavesTheFormerInForce() {
        Thresholds thresholds = new Thresholds(config("lines.max", 0));
        assertSame(HealthLimits.DEFAULTS, thresholds.get());
        thresholds.modified(config("lines.max", 5));
        assertEquals(5, thresholds.get().lines());
        thresholds.modified(config("lines.max", 0));
        assertEquals(5, thresholds.get().lines());
    }
}
