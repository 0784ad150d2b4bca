package messenger.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a configuration must have. */
class ConfigValuesTest {
    @Test
    void missingValueIsRefusedByPidAndKey() {
        ConfigValues config = new ConfigValues("messenger.simple", Map.of("endpoint", " "));
        var e = assertThrows(IllegalArgumentException.class, () -> config.required("endpoint", "a name"));
        assertEquals("messenger.simple: endpoint is missing; allowed: a name", e.getMessage());
    }

    @Test
    void pidIsThatOfTheConfiguration() {
        assertEquals("given", new ConfigValues("default", Map.of("service.pid", List.of("given", "other"))).pid());
        assertEquals("default", new ConfigValues("default", Map.of()).pid());
    }

    @Test
    void requiredValueIsTrimmed() {
        ConfigValues config = new ConfigValues("pid", Map.of("endpoint", "osd.0 "));
        assertEquals("osd.0", config.required("endpoint", "a name"));
    }
}
