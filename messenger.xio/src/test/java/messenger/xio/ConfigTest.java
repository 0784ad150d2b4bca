package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import messenger.api.EntityAddress;
import messenger.spi.ConfigValues;
import messenger.xio.XioSettings.FabricChoice;
import messenger.xio.XioSettings.RdmaProviderChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration says, and what is refused. */
class ConfigTest {
    private static final String PID = "messenger.xio~a";

    private static ConfigReader reader(Object... keysAndValues) {
        Map<String, Object> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return new ConfigReader(new ConfigValues(PID, properties));
    }

    @Test
    void emptyConfigurationMeansTheDefaults() {
        assertEquals(XioSettings.builder().build(), reader().settings());
    }

    @Test
    void describedDefaultsAreThoseInForce() {
        Map<String, Object> described = new HashMap<>();
        for (Method method : XioConfig.class.getDeclaredMethods()) {
            if (method.getDefaultValue() != null) {
                described.put(method.getName().replace('_', '.'), method.getDefaultValue());
            }
        }
        assertEquals(23, described.size(), "keys besides the endpoint");
        assertEquals(XioSettings.builder().build(), new ConfigReader(new ConfigValues(PID, described)).settings());
    }

    @Test
    void everyKeyIsReadAsTextOrAsItsType() {
        XioSettings expected = XioSettings.builder()
                .bind(EntityAddress.parse("xio://127.0.0.1:0"), EntityAddress.parse("xio://[::1]:6905"))
                .ports(7000, 7001)
                .bindRetry(1, Duration.ofSeconds(2))
                .fabric(FabricChoice.SHM)
                .ranking(-7)
                .crcHeader(false)
                .crcData(false)
                .sectionMax(13, 14, 15)
                .authorizerMax(16)
                .portals(3)
                .spin(Duration.ofNanos(5_000))
                .datagramMax(1024)
                .credits(8)
                .transferMin(17)
                .transferDepth(2)
                .pendingOut(18)
                .shmDirectory(Path.of("/run/messenger"))
                .shmUsers(64045, 1001)
                .provider(RdmaProviderChoice.DISNI)
                .build();
        Object[] typed = {
            "bind",
            new String[] {"xio://127.0.0.1:0", "xio://[::1]:6905"},
            "shm.users",
            new String[] {"64045", "1001"},
            "bind.port.min",
            7000,
            "bind.port.max",
            7001L,
            "bind.retry.count",
            1,
            "bind.retry.delay",
            2000,
            "fabric",
            "shm",
            "service.ranking",
            -7,
            "crc.header",
            false,
            "crc.data",
            false,
            "front.max",
            13,
            "middle.max",
            14,
            "data.max",
            15,
            "authorizer.max",
            16,
            "portals",
            3,
            "poll.spin",
            5,
            "datagram.max",
            1024,
            "credits",
            8,
            "transfer.min",
            17,
            "transfer.depth",
            2,
            "pending.max",
            18,
            "shm.directory",
            "/run/messenger",
            "rdma.provider",
            "disni"
        };
        assertEquals(expected, reader(typed).settings());
        Object[] text = Arrays.stream(typed).map(String::valueOf).toArray();
        text[1] = "xio://127.0.0.1:0, xio://[::1]:6905";
        text[3] = "64045, 1001";
        assertEquals(expected, reader(text).settings());
        text[1] = null;
        assertEquals(List.of(), reader(text).settings().bind());
    }

    @ParameterizedTest
    @CsvSource({
        "bind, 127.0.0.1, xio://HOST:PORT",
        "bind, tcp://127.0.0.1:1, xio://HOST:PORT",
        "service.ranking, 0, ..-1",
        "bind.port.min, abc, a whole number",
        "bind.port.max, 6899, 6900..65535",
        "bind.port.min, 0, 1..7399",
        "bind.retry.count, -1, 0..1000",
        "bind.retry.delay, -1, 0 ms or more",
        "fabric, tcp, 'auto, rdma or shm'",
        "crc.header, yes, true or false",
        "front.max, -5, 0..",
        "data.max, 4294967296, 32 bits",
        "authorizer.max, 65537, 0..65536",
        "portals, 257, 1..256",
        "poll.spin, -1, 0..1000000",
        "poll.spin, soon, microseconds",
        "datagram.max, 1023, 1024..65536",
        "datagram.max, 65537, 1024..65536",
        "credits, 7, 8..4096",
        "transfer.min, 0, 1..",
        "transfer.depth, 129, 1..128",
        "pending.max, 0, 1..",
        "shm.directory, run/messenger, absolute",
        "rdma.provider, jni, own or disni",
    })
    void badValueIsRefusedByPidKeyValueAndWhatIsAllowed(String key, String value, String allowed) {
        var e = assertThrows(
                IllegalArgumentException.class, () -> reader(key, value).settings());
        for (String part : List.of(PID, key, value, allowed)) {
            assertTrue(e.getMessage().contains(part), part + " in: " + e.getMessage());
        }
    }
}
