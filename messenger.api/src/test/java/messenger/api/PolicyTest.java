package messenger.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies that Ceph names. */
class PolicyTest {
    @ParameterizedTest
    @CsvSource({
        "stateful_server, false, true, true, true",
        "stateless_server, true, true, false, false",
        "lossless_peer, false, false, true, false",
        "lossless_peer_reuse, false, false, true, true",
        "lossy_client, true, false, false, false",
        "lossless_client, false, false, false, true",
        "default, false, false, false, true"
    })
    void namedPolicies(String name, boolean lossy, boolean server, boolean standby, boolean resetCheck) {
        assertEquals(Policy.of(lossy, server, standby, resetCheck), Policy.named(name));
    }

    @Test
    void methodsAreTheNames() {
        assertEquals(
                List.of(
                        Policy.defaults(),
                        Policy.losslessClient(),
                        Policy.losslessPeer(),
                        Policy.losslessPeerReuse(),
                        Policy.lossyClient(),
                        Policy.statefulServer(),
                        Policy.statelessServer()),
                Policy.names().stream().map(Policy::named).toList());
    }

    @Test
    void refusalNamesTheTextAndWhatIsAllowed() {
        String message = assertThrows(IllegalArgumentException.class, () -> Policy.named("lossy"))
                .getMessage();
        assertTrue(message.contains("'lossy'"), message);
        Policy.names().forEach(name -> assertTrue(message.contains(name), message));
    }

    @Test
    void printsItsNameOrItsFlags() {
        assertEquals("lossless_peer", Policy.losslessPeer().withThrottles(5, 6).toString());
        assertEquals("stateful_server", Policy.statefulServer().toString());
        assertEquals(
                "lossy=true,server=true,standby=true,resetcheck=true",
                Policy.of(true, true, true, true).toString());
    }

    @Test
    void sameBehaviourPrintsTheSameNameEveryTime() {
        assertEquals(Policy.defaults().toString(), Policy.losslessClient().toString());
    }

    @Test
    void requiredFeaturesMustBeSupported() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Policy.lossyClient().withFeatures(0b0011, 0b0110))
                .getMessage();
        assertTrue(message.contains("0x4"), message);
    }

    @Test
    void throttlesAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> Policy.lossyClient().withThrottles(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> Policy.lossyClient().withThrottles(0, -1));
    }

    @Test
    void changesLeaveTheRest() {
        Policy changed = Policy.lossyClient().withFeatures(0xf, 1).withThrottles(2, 3);
        assertEquals(new Policy(false, false, false, false, 0xf, 1, 2, 3), changed.withLossy(false));
    }
}
