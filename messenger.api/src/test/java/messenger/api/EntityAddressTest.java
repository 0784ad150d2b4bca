package messenger.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, as text and back. */
class EntityAddressTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:6800/7, tcp, 127.0.0.1, 6800, 7",
        "tcp://127.0.0.1:6800, tcp, 127.0.0.1, 6800, -1",
        "tcp://0.0.0.0:0/0, tcp, 0.0.0.0, 0, 0",
        "xio://10.0.0.1:65535/4294967295, xio, 10.0.0.1, 65535, 4294967295",
        "tcp://[2001:db8::1]:6800/7, tcp, 2001:db8::1, 6800, 7",
        "v1:127.0.0.1:6789/0, tcp, 127.0.0.1, 6789, 0",
        "v1:127.0.0.1:6789, tcp, 127.0.0.1, 6789, 0",
        "v1:[::1]:6789/5, tcp, ::1, 6789, 5"
    })
    void parses(String text, String scheme, String ip, int port, long nonce) throws Exception {
        assertEquals(new EntityAddress(scheme, InetAddress.getByName(ip), port, nonce), EntityAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:6800/7",
                "tcp://127.0.0.1:6800",
                "xio://10.0.0.1:65535/4294967295",
                "tcp://[0:0:0:0:0:0:0:1]:6800/7"
            })
    void printsWhatItParses(String text) {
        assertEquals(text, EntityAddress.parse(text).toString());
    }

    @Test
    void printsAsCephDoes() {
        assertEquals(
                "v1:127.0.0.1:6789/5",
                EntityAddress.parse("tcp://127.0.0.1:6789/5").toCephString());
        assertEquals(
                "v1:127.0.0.1:6789/0",
                EntityAddress.parse("tcp://127.0.0.1:6789").toCephString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:6800",
                "tcp://127.0.0.1",
                "tcp://127.0.0.1:",
                "tcp://127.0.0.1:65536",
                "tcp://127.0.0.1:123456",
                "tcp://127.0.0.1:6800/",
                "tcp://127.0.0.1:6800/4294967296",
                "tcp://127.0.0.1:6800/-1",
                "tcp://127.0.0.1:6800/seven",
                "tcp://::1:6800",
                "TCP://127.0.0.1:6800",
                "v2:127.0.0.1:6800/0",
                "tcp://127.0.0.1:6800/7 "
            })
    void refusalNamesTheText(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> EntityAddress.parse(text))
                .getMessage();
        assertTrue(message.contains("'" + text + "'"), message);
    }

    @Test
    void numbersHaveTheirRanges() throws Exception {
        InetAddress ip = InetAddress.getLoopbackAddress();
        assertThrows(IllegalArgumentException.class, () -> EntityAddress.tcp(ip, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> EntityAddress.tcp(ip, 65_536, 0));
        assertThrows(IllegalArgumentException.class, () -> EntityAddress.tcp(ip, 1, -2));
        assertThrows(IllegalArgumentException.class, () -> EntityAddress.tcp(ip, 1, 1L << 32));
    }

    @Test
    void partsAreExchangedOneByOne() throws Exception {
        EntityAddress address = EntityAddress.parse("tcp://127.0.0.1:6800/7");
        assertEquals(EntityAddress.parse("tcp://127.0.0.1:6801/7"), address.withPort(6801));
        assertEquals(EntityAddress.parse("tcp://127.0.0.1:6800/8"), address.withNonce(8));
        assertEquals(EntityAddress.parse("tcp://10.0.0.1:6800/7"), address.withIp(InetAddress.getByName("10.0.0.1")));
        assertTrue(address.withNonce(EntityAddress.ANY_NONCE).hasAnyNonce());
        assertFalse(address.hasAnyNonce());
    }

    @Test
    void blankIsTheWildcardOfEitherFamily() {
        assertTrue(EntityAddress.parse("tcp://0.0.0.0:6800").isBlankIp());
        assertTrue(EntityAddress.parse("tcp://[::]:6800").isBlankIp());
        assertFalse(EntityAddress.parse("tcp://127.0.0.1:6800").isBlankIp());
    }
}
