package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import messenger.api.EntityType;
import messenger.api.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigCommandsTest {
    private final Gogo gogo = new Gogo(Duration.ofMillis(20));
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any", 1);
    private final FakeMessenger simple = new FakeMessenger("osd.0", "simple", 2);

    @BeforeEach
    void create() throws Exception {
        osd.appearIn(gogo.messengers);
        simple.appearIn(gogo.messengers);
        gogo.run("msgr:create osd.0 --bind tcp://127.0.0.1:6800 --policy client=stateless_server");
    }

    @AfterEach
    void close() {
        gogo.close();
    }

    private Dictionary<String, ?> endpoint() {
        return gogo.configurationAdmin.stored.get("messenger.endpoint~osd.0");
    }

    private Dictionary<String, ?> transport() {
        return gogo.configurationAdmin.stored.get("messenger.simple~osd.0");
    }

    @Test
    void configShowsEveryKeyWithItsDefaultAndEffect() throws Exception {
        List<String> lines = gogo.print("msgr:config osd.0").lines().toList();

        assertEquals(1 + 7 + 3, lines.size(), lines::toString);
        assertRow(lines, "policy.client", "stateless_server", "-", "messenger.endpoint~osd.0", "for new sessions");
        assertRow(lines, "idle.timeout", "-", "900000", "messenger.endpoint~osd.0", "at once");
        assertRow(lines, "bind", "tcp://127.0.0.1:6800", "-", "messenger.simple~osd.0", "at once; links stay");
    }

    private static void assertRow(List<String> lines, String... cells) {
        assertTrue(
                lines.stream().anyMatch(line -> List.of(line.split(" {2,}")).equals(List.of(cells))), lines::toString);
    }

    @Test
    void configSetsValuesOfTheirTypes() throws Exception {
        gogo.run("msgr:config osd.0 idle.timeout=60000 crc.data=false throttle.messages=client=5,osd=7");

        assertEquals(60_000L, endpoint().get("idle.timeout"));
        assertEquals(false, transport().get("crc.data"));
        assertArrayEquals(
                new String[] {"client=5", "osd=7"}, (String[]) endpoint().get("throttle.messages"));
        assertEquals("stateless_server", endpoint().get("policy.client"), "the rest stays");
    }

    @Test
    void configReportsWhatChangedAndWhenItTakesEffect() throws Exception {
        gogo.run("msgr:config osd.0 idle.timeout=1");

        SettingChange change = (SettingChange) ((List<?>) gogo.run("msgr:config osd.0 idle.timeout=2")).getFirst();
        assertEquals(new SettingChange("messenger.endpoint~osd.0", "idle.timeout", "1", "2", "at once"), change);
    }

    @Test
    void configUnsetsSoThatTheDefaultHolds() throws Exception {
        gogo.run("msgr:config osd.0 --unset policy.client idle.timeout=5");

        assertNull(endpoint().get("policy.client"));
        assertEquals(5L, endpoint().get("idle.timeout"));
    }

    @Test
    void fileThatAConfigurationCameFromIsKeptAndNotShown() throws Exception {
        Map<String, Object> fromFile = Map.of("name", "osd.0", "felix.fileinstall.filename", "file:/load/osd0.cfg");
        gogo.configurationAdmin.stored.put("messenger.endpoint~osd.0", new Hashtable<>(fromFile));
        gogo.run("msgr:config osd.0 idle.timeout=5");

        assertEquals("file:/load/osd0.cfg", endpoint().get("felix.fileinstall.filename"));
        assertFalse(gogo.print("msgr:config osd.0").contains("file:"));
    }

    @Test
    void oneRefusedKeyChangesNothing() {
        assertRefused(
                "idle.timeout 'soon' is not allowed; allowed: a whole number: Milliseconds without a frame. Takes"
                        + " effect at once.",
                "msgr:config osd.0 crc.data=false idle.timeout=soon");
        assertNull(transport().get("crc.data"));
    }

    @Test
    void refusalsNameWhatIsAllowed() {
        assertRefused(
                "'idel.timeout' is no key of osd.0; allowed: policy.client, idle.timeout, throttle.messages,"
                        + " throttle.bytes, inject.socket.failures, inject.seed, bind, crc.data",
                "msgr:config osd.0 idel.timeout=5");
        assertRefused(
                "idle.timeout '-1' is not allowed; allowed: a whole number: Milliseconds without a frame. Takes effect"
                        + " at once. (less than 0)",
                "msgr:config osd.0 idle.timeout=-1");
        assertRefused(
                "crc.data 'yes' is not allowed; allowed: true or false: Whether data carries a CRC. Takes effect for"
                        + " new links.",
                "msgr:config osd.0 crc.data=yes");
        assertRefused("'x'; allowed: KEY=VALUE, for example idle.timeout=60000", "msgr:config osd.0 x");
        assertRefused(
                "'name' says which endpoint a configuration is for, and stays; msgr:remove and msgr:create make another",
                "msgr:config osd.0 name=osd.1");
        assertRefused("'crc.data' is to be set and to be unset", "msgr:config osd.0 -u crc.data crc.data=true");
        assertRefused(
                "endpoint osd.7 has no configuration; msgr:list shows the endpoints, msgr:create makes one",
                "msgr:config osd.7");
    }

    @Test
    void withoutMetatypeKeysThatAreSetAreFoundAndOthersNeedTheirPid() throws Exception {
        gogo.attributes = null;

        assertEquals(4, ((List<?>) gogo.run("msgr:config osd.0")).size());
        gogo.run("msgr:config osd.0 policy.client=lossless_peer");
        assertEquals("lossless_peer", endpoint().get("policy.client"));
        assertRefused(
                "whose key 'crc.data' is cannot be told, as no MetaTypeService is there; say so with --pid, one of"
                        + " messenger.endpoint, messenger.simple",
                "msgr:config osd.0 crc.data=false");
        gogo.run("msgr:config osd.0 crc.data=false --pid messenger.simple");
        assertEquals("false", transport().get("crc.data"));
    }

    @Test
    void injectEditsItsKeysOnly() throws Exception {
        assertEquals(2, ((List<?>) gogo.run("msgr:inject osd.0")).size());
        gogo.run("msgr:inject osd.0 socket.failures=500");
        assertEquals(500L, endpoint().get("inject.socket.failures"));

        gogo.run("msgr:inject osd.0 --off");
        assertNull(endpoint().get("inject.socket.failures"));
        assertEquals("stateless_server", endpoint().get("policy.client"));
        assertRefused("--off stops all injection, so that 'seed=4' cannot be set", "msgr:inject osd.0 --off seed=4");
    }

    @Test
    void policyIsKeptInTheConfiguration() throws Exception {
        gogo.run("msgr:policy osd.0 client lossless_peer");

        assertEquals("lossless_peer", endpoint().get("policy.client"));
        assertRefused(
                "'foo' is no policy; allowed: default, lossless_client, lossless_peer, lossless_peer_reuse,"
                        + " lossy_client, stateful_server, stateless_server",
                "msgr:policy osd.0 client foo");
        assertRefused(
                "'disk' is no entity type; allowed: mon, mds, osd, client, mgr, auth",
                "msgr:policy osd.0 disk lossless_peer");
    }

    @Test
    void policiesAreThoseInForce() throws Exception {
        osd.policies.put(EntityType.CLIENT, Policy.statelessServer().withThrottles(10, 0));
        List<String> lines = gogo.print("msgr:policies osd.0").lines().toList();

        assertRow(lines, "osd.0", "client", "stateless_server", "true", "true", "false", "false", "10", "none");
        assertEquals(7, lines.size());
    }

    @Test
    void throttleKeepsTheLimitsOfOtherTypes() throws Exception {
        gogo.run("msgr:throttle osd.0 client --messages 100 --bytes 1000");
        gogo.run("msgr:throttle osd.0 osd --messages 7");

        assertArrayEquals(
                new String[] {"client=100", "osd=7"}, (String[]) endpoint().get("throttle.messages"));
        assertArrayEquals(new String[] {"client=1000"}, (String[]) endpoint().get("throttle.bytes"));
        assertRefused(
                "nothing to limit; give --messages or --bytes; msgr:throttles shows what holds",
                "msgr:throttle osd.0 client");
    }

    @Test
    void throttlesAreATable() throws Exception {
        assertEquals("""
                ENDPOINT  THROTTLE        USED  LIMIT  WAITING
                osd.0     dispatch.bytes     0   1000        0\
                """, gogo.print("msgr:throttles"));
    }

    private void assertRefused(String message, String line) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> gogo.run(line))
                        .getMessage());
    }
}
