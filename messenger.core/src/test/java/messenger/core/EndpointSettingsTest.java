package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import messenger.api.EntityType;
import messenger.api.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings that are refused say which, and why. */
class EndpointSettingsTest {
    private static Arguments refused(String setting, String value, UnaryOperator<EndpointSettings.Builder> change) {
        return Arguments.of(setting, value, change);
    }

    static Stream<Arguments> refusals() {
        Duration negative = Duration.ofMillis(-1);
        return Stream.of(
                refused("nonce", "-1", s -> s.nonce(-1)),
                refused("nonce", "4294967296", s -> s.nonce(1L << 32)),
                refused("defaultPriority", "0", s -> s.defaultPriority(0)),
                refused("defaultPriority", "65536", s -> s.defaultPriority(65_536)),
                refused("requiredTypes", "0", s -> s.requiredTypes(Set.of(0))),
                refused("requiredTypes", "65536", s -> s.requiredTypes(Set.of(65_536))),
                refused("storeMessages", "0", s -> s.storeMessages(0)),
                refused("storeBytes", "0", s -> s.storeBytes(0)),
                refused("dispatchThrottleBytes", "-1", s -> s.dispatchThrottleBytes(-1)),
                refused("dispatchSpin", "PT-0.001S", s -> s.dispatchSpin(negative)),
                refused("dispatchSpin", "PT1.001S", s -> s.dispatchSpin(Duration.ofMillis(1001))),
                refused("readAheadBytes", "-1", s -> s.readAheadBytes(-1)),
                refused("injectSocketFailures", "-1", s -> s.injectSocketFailures(-1)),
                refused("injectDelayProbability", "1.1", s -> s.injectDelayProbability(1.1)),
                refused("injectDelayProbability", "-0.1", s -> s.injectDelayProbability(-0.1)),
                refused("injectDelayProbability", "NaN", s -> s.injectDelayProbability(Double.NaN)),
                refused("initialBackoff", "PT0S", s -> s.initialBackoff(Duration.ZERO)),
                refused("handshakeTimeout", "PT0S", s -> s.handshakeTimeout(Duration.ZERO)),
                refused("shutdownTimeout", "PT-0.001S", s -> s.shutdownTimeout(negative)),
                refused("maxBackoff", "PT0.1S", s -> s.maxBackoff(Duration.ofMillis(100))),
                refused("sendTimeout", "PT-0.001S", s -> s.sendTimeout(negative)),
                refused("idleTimeout", "PT-0.001S", s -> s.idleTimeout(negative)),
                refused("keepaliveInterval", "PT-0.001S", s -> s.keepaliveInterval(negative)),
                refused("standbyTimeout", "PT-0.001S", s -> s.standbyTimeout(negative)),
                refused("injectDelayMax", "PT-0.001S", s -> s.injectDelayMax(negative)));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("refusals")
    void refusalNamesTheSettingAndItsValue(
            String setting, String value, UnaryOperator<EndpointSettings.Builder> change) {
        EndpointSettings.Builder changed = change.apply(EndpointSettings.of("osd.0"));
        String message =
                assertThrows(IllegalArgumentException.class, changed::build).getMessage();
        assertTrue(message.contains(setting), message);
        assertTrue(message.contains(value), message);
    }

    @Test
    void nameMustBeOne() {
        assertThrows(IllegalArgumentException.class, () -> EndpointSettings.of("osd"));
    }

    @Test
    void defaultsAreCephs() {
        EndpointSettings defaults = EndpointSettings.of("client.1").build();
        assertEquals(Policy.defaults(), defaults.policy(EntityType.MON));
        assertEquals(127, defaults.defaultPriority());
        assertEquals(100 << 20, defaults.dispatchThrottleBytes());
        assertEquals(Duration.ofMillis(200), defaults.initialBackoff());
        assertEquals(Duration.ofSeconds(15), defaults.maxBackoff());
        assertEquals(Duration.ofSeconds(900), defaults.idleTimeout());
    }

    @Test
    void noncesAreRandom() {
        assertNotEquals(
                EndpointSettings.of("osd.0").build().nonce(),
                EndpointSettings.of("osd.0").build().nonce());
    }

    @Test
    void policiesAreByTypeOfPeer() {
        EndpointSettings settings = EndpointSettings.of("osd.0")
                .defaultPolicy(Policy.statelessServer())
                .policy(EntityType.OSD, Policy.losslessPeerReuse())
                .policy(EntityType.MON, Policy.lossyClient())
                .build();
        assertEquals(Policy.losslessPeerReuse(), settings.policy(EntityType.OSD));
        assertEquals(Policy.lossyClient(), settings.policy(EntityType.MON));
        assertEquals(Policy.statelessServer(), settings.policy(EntityType.CLIENT));
    }

    @Test
    void listsAreCopied() {
        List<String> names = new ArrayList<>(List.of("a"));
        EndpointSettings settings =
                EndpointSettings.of("osd.0").requiredDispatchers(names).build();
        names.add("b");
        assertEquals(List.of("a"), settings.requiredDispatchers());
    }
}
