package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import messenger.api.EntityAddress;
import messenger.conformance.wire.FakeEndpoint;
import messenger.conformance.wire.RecordingHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://192.0.2.1:6789, 127.0.0.1, 7000",
        "tcp://192.0.2.1:6789/5, 127.0.0.1, 7000",
        "tcp://192.0.2.1:6800, 127.0.0.2, 6800",
        "tcp://192.0.2.2:6789, 192.0.2.2, 6789"
    })
    void theAddressGoesBeforeItsHost(String announced, String host, int port) {
        Routes routes = Routes.parse(
                List.of("tcp://192.0.2.1:6789=tcp://127.0.0.1:7000", "tcp://192.0.2.1:0=tcp://127.0.0.2:0"));
        assertEquals(new InetSocketAddress(host, port), routes.to(EntityAddress.parse(announced)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://192.0.2.1:6789 | no address",
                "tcp://192.0.2.1:6789=nowhere | no address",
                "tcp://192.0.2.1:0=tcp://127.0.0.1:7000 | one port",
                "xio://192.0.2.1:1=tcp://127.0.0.1:7000 | no route of TCP"
            })
    void saysWhatIsAllowed(String text, String reason) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Routes.parse(List.of(text)));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertTrue(refused.getMessage().contains("allowed: ANNOUNCED=REACHED"), refused.getMessage());
    }

    @Test
    void refusesASecondRoute() {
        String route = "tcp://192.0.2.1:6789=tcp://127.0.0.1:7000";
        var refused = assertThrows(IllegalArgumentException.class, () -> Routes.parse(List.of(route, route)));
        assertTrue(refused.getMessage().contains("second route"), refused.getMessage());
    }

    @Test
    void aPeerBehindATranslationIsReachedAndStillIdentified() throws Exception {
        FakeEndpoint translated = new FakeEndpoint();
        translated.address = translated.address.withIp(Settings.ANY_LOCAL.ip());
        try (SimpleMessenger server = new SimpleMessenger(
                        translated,
                        Settings.builder()
                                .bind(EntityAddress.parse("tcp://127.0.0.2:0"))
                                .build());
                SimpleMessenger direct = new SimpleMessenger(new FakeEndpoint(), Settings.dialling())) {
            EntityAddress reached = server.addresses().getFirst().withNonce(EntityAddress.ANY_NONCE);
            EntityAddress announced = reached.withIp(Settings.ANY_LOCAL.ip());
            RecordingHandler wrong = new RecordingHandler();
            direct.dial(reached, wrong);
            assertTrue(wrong.next().contains("WRONG_PEER"), wrong.all.toString());
            SimpleSettings settings =
                    Settings.builder().routes(announced + "=" + reached).build();
            try (SimpleMessenger routed = new SimpleMessenger(new FakeEndpoint(), settings)) {
                RecordingHandler known = new RecordingHandler();
                routed.dial(announced, known);
                assertTrue(known.next().startsWith("identified " + announced), known.all.toString());
            }
        }
    }
}
