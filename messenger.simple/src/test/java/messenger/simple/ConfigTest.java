package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import messenger.api.EntityAddress;
import messenger.spi.ConfigValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration says, and what is refused. */
class ConfigTest {
    private static final String PID = "messenger.simple~a";

    private static ConfigReader reader(Object... keysAndValues) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return new ConfigReader(new ConfigValues(PID, properties));
    }

    @Test
    void emptyConfigurationMeansTheDefaults() {
        assertEquals(SimpleSettings.builder().build(), reader().settings());
    }

    @Test
    void describedDefaultsAreThoseInForce() {
        Map<String, Object> described = new HashMap<>();
        for (Method method : SimpleConfig.class.getDeclaredMethods()) {
            if (method.getDefaultValue() != null) {
                described.put(method.getName().replace('_', '.'), method.getDefaultValue());
            }
        }
        assertEquals(18, described.size(), "keys besides the endpoint");
        assertEquals(SimpleSettings.builder().build(), new ConfigReader(new ConfigValues(PID, described)).settings());
    }

    @Test
    void everyKeyIsReadAsTextOrAsItsType() {
        SimpleSettings expected = SimpleSettings.builder()
                .bind(EntityAddress.parse("tcp://127.0.0.1:0"), EntityAddress.parse("tcp://[::1]:6805"))
                .routes("tcp://192.0.2.1:1=tcp://127.0.0.1:2")
                .ports(7000, 7001)
                .bindRetry(1, Duration.ofSeconds(2))
                .ranking(-7)
                .crcHeader(false)
                .crcData(false)
                .noDelay(false)
                .sendBuffer(11)
                .receiveBuffer(12)
                .sectionMax(13, 14, 15)
                .authorizerMax(16)
                .threads(3)
                .pendingOut(17)
                .build();
        Object[] typed = {
            "bind",
            new String[] {"tcp://127.0.0.1:0", "tcp://[::1]:6805"},
            "route",
            new String[] {"tcp://192.0.2.1:1=tcp://127.0.0.1:2"},
            "bind.port.min",
            7000,
            "bind.port.max",
            7001L,
            "bind.retry.count",
            1,
            "bind.retry.delay",
            2000,
            "service.ranking",
            -7,
            "crc.header",
            false,
            "crc.data",
            false,
            "tcp.nodelay",
            false,
            "tcp.sndbuf",
            11,
            "tcp.rcvbuf",
            12,
            "front.max",
            13,
            "middle.max",
            14,
            "data.max",
            15,
            "authorizer.max",
            16,
            "threads",
            3,
            "pending.max",
            17
        };
        assertEquals(expected, reader(typed).settings());
        Object[] text = Arrays.stream(typed).map(String::valueOf).toArray();
        text[1] = "tcp://127.0.0.1:0, tcp://[::1]:6805";
        text[3] = "tcp://192.0.2.1:1=tcp://127.0.0.1:2";
        assertEquals(expected, reader(text).settings());
        text[1] = null;
        assertEquals(List.of(), reader(text).settings().bind());
    }

    @ParameterizedTest
    @CsvSource({
        "bind, 127.0.0.1, tcp://HOST:PORT",
        "bind, xio://127.0.0.1:1, tcp://HOST:PORT",
        "route, tcp://127.0.0.1:1, ANNOUNCED=REACHED",
        "bind.port.min, abc, a whole number",
        "bind.port.max, 6799, 6800..65535",
        "bind.port.min, 0, 1..7300",
        "bind.port.max, 65536, 65535",
        "bind.retry.count, -1, 0..1000",
        "bind.retry.delay, -1, 0 ms or more",
        "service.ranking, 0, ..-1",
        "crc.header, yes, true or false",
        "crc.data, 1, true or false",
        "tcp.nodelay, on, true or false",
        "tcp.sndbuf, -1, 0..",
        "front.max, -5, 0..",
        "data.max, 4294967296, 32 bits",
        "authorizer.max, 65537, 0..65536",
        "threads, 257, 1..256",
        "pending.max, 0, 1..",
    })
    void badValueIsRefusedByPidKeyValueAndWhatIsAllowed(String key, String value, String allowed) {
        var e = assertThrows(
                IllegalArgumentException.class, () -> reader(key, value).settings());
        for (String part : List.of(PID, key, value, allowed)) {
            assertTrue(e.getMessage().contains(part), part + " in: " + e.getMessage());
        }
    }
}
