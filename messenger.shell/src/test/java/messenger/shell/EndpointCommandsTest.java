package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import java.util.Set;
import messenger.api.EntityAddress;
import messenger.api.dto.MessengerDTO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointCommandsTest {
    private final Gogo gogo = new Gogo(Duration.ofMillis(20));
    private static final String CREATE =
            "usage: msgr:create [-p TYPE=POLICY]... [-b ADDRESS]... [-t TRANSPORT]... [--nonce NUMBER] NAME";

    private final FakeMessenger any = new FakeMessenger("osd.0", "any", 2);
    private final FakeMessenger simple = new FakeMessenger("osd.0", "simple", 1);

    @AfterEach
    void close() {
        gogo.close();
    }

    @Test
    void createConfiguresTheEndpointAndItsTransport() throws Exception {
        servicesFollowConfigurations();
        Object created = gogo.run("msgr:create osd.0 --policy client=stateless_server -p default=lossless_peer"
                + " --bind tcp://127.0.0.1:6800 --bind tcp://127.0.0.1:6900 --nonce 7");

        assertEquals("osd.0", assertInstanceOf(MessengerDTO.class, created).name);
        Dictionary<String, ?> endpoint = gogo.configurationAdmin.stored.get("messenger.endpoint~osd.0");
        assertEquals("osd.0", endpoint.get("name"));
        assertEquals(7L, endpoint.get("nonce"));
        assertEquals("stateless_server", endpoint.get("policy.client"));
        assertEquals("lossless_peer", endpoint.get("policy.default"));
        Dictionary<String, ?> transport = gogo.configurationAdmin.stored.get("messenger.simple~osd.0");
        assertEquals("osd.0", transport.get("endpoint"));
        assertArrayEquals(
                new String[] {"tcp://127.0.0.1:6800", "tcp://127.0.0.1:6900"}, (String[]) transport.get("bind"));
    }

    @Test
    void createWithoutAddressesListensNowhere() throws Exception {
        servicesFollowConfigurations();
        gogo.run("msgr:create osd.0");

        Dictionary<String, ?> endpoint = gogo.configurationAdmin.stored.get("messenger.endpoint~osd.0");
        assertEquals(1, endpoint.size(), "only the name, everything else by default");
        assertArrayEquals(new String[0], (String[])
                gogo.configurationAdmin.stored.get("messenger.simple~osd.0").get("bind"));
    }

    @Test
    void createExplainsWhatDoesNotComeUpAndLeavesNothing() {
        IllegalStateException e = refused(IllegalStateException.class, "msgr:create osd.0");
        assertTrue(e.getMessage().startsWith("no Messenger of type any for osd.0 within 20 ms"), e::getMessage);

        any.appearIn(gogo.messengers);
        e = refused(IllegalStateException.class, "msgr:create osd.0 --bind tcp://127.0.0.1:6800");
        assertTrue(
                e.getMessage()
                        .contains(
                                "is bundle messenger.simple 1.0.0 started, and could it bind [tcp://127.0.0.1:6800]?"),
                e::getMessage);
        assertEquals(Map.of(), gogo.configurationAdmin.stored);
    }

    @Test
    void createRefusesAnExistingName() throws Exception {
        servicesFollowConfigurations();
        gogo.run("msgr:create osd.0");

        assertRefused(
                "endpoint osd.0 exists; msgr:remove osd.0 removes it, msgr:config changes it", "msgr:create osd.0");
        assertEquals(2, gogo.configurationAdmin.stored.size(), "the first one stays");
    }

    @Test
    void createNamesWhatIsAllowed() {
        assertRefused("NAME is missing; " + CREATE, "msgr:create");
        assertRefused(
                "'osd' is no entity name; allowed: TYPE.NUMBER, for example osd.0 or client.4100", "msgr:create osd");
        assertRefused("'--bnd' is no option of msgr:create; " + CREATE, "msgr:create osd.0 --bnd x");
        assertRefused("'osd.1' is not expected; " + CREATE, "msgr:create osd.0 osd.1");
        assertRefused("'--bind' needs a value; " + CREATE, "msgr:create osd.0 --bind");
        assertRefused("--nonce '-2'; allowed: 0 to 4294967295", "msgr:create osd.0 --nonce -2");
        assertRefused(
                "'foo' is no policy; allowed: default, lossless_client, lossless_peer, lossless_peer_reuse,"
                        + " lossy_client, stateful_server, stateless_server",
                "msgr:create osd.0 --policy client=foo");
        assertRefused(
                "'disk' is no entity type; allowed: mon, mds, osd, client, mgr, auth",
                "msgr:create osd.0 --policy disk=lossy_client");
        assertRefused(
                "--policy for osd is given twice",
                "msgr:create osd.0 --policy osd=lossy_client --policy osd=lossless_peer");
    }

    @Test
    void removeDeletesAllThatIsTheEndpoints() throws Exception {
        servicesFollowConfigurations();
        gogo.run("msgr:create osd.0");

        assertEquals(
                "osd.0 removed: messenger.endpoint~osd.0, messenger.simple~osd.0", gogo.print("msgr:remove osd.0"));
        assertEquals(Map.of(), gogo.configurationAdmin.stored);
        assertRefused("no endpoint osd.0; there is none, msgr:create makes one", "msgr:remove osd.0");
    }

    @Test
    void listIsATable() throws Exception {
        any.session("osd.1", "tcp://127.0.0.1:6801/9");
        any.appearIn(gogo.messengers);
        simple.appearIn(gogo.messengers);

        assertEquals("""
                NAME   TYPE    ADDRESSES               TRANSPORTS  SESSIONS  QUEUED  DISPATCHED
                osd.0  any     tcp://127.0.0.1:6800/7  simple             1       0          42
                osd.0  simple  tcp://127.0.0.1:6800/7  simple             0       0          42\
                """, gogo.print("msgr:list"));
    }

    @Test
    void statsAreDetails() throws Exception {
        any.session("osd.1", "tcp://127.0.0.1:6801/9");
        any.appearIn(gogo.messengers);
        Set<String> lines = Set.copyOf(gogo.print("msgr:stats osd.0").lines().toList());

        assertTrue(lines.contains("name                 osd.0"), lines::toString);
        assertTrue(lines.contains("missingDispatchers   -"), lines::toString);
        assertTrue(lines.contains("  THROTTLE        USED  LIMIT  WAITING"), lines::toString);
        assertTrue(lines.contains("  dispatch.bytes     0   1000        0"), lines::toString);
    }

    @Test
    void bindAnswersTheAddressAsBound() throws Exception {
        any.appearIn(gogo.messengers);

        assertEquals(EntityAddress.parse("tcp://127.0.0.1:6900/7"), gogo.run("msgr:bind osd.0 tcp://127.0.0.1:6900"));
        assertRefused("no endpoint osd.5; there are osd.0", "msgr:bind osd.5 tcp://127.0.0.1:6900");
        assertRefused("ADDRESS is missing; usage: msgr:bind NAME ADDRESS", "msgr:bind osd.0");
    }

    private void servicesFollowConfigurations() {
        gogo.configurationAdmin.onUpdate((factoryPid, properties) ->
                (factoryPid.equals("messenger.endpoint") ? any : simple).appearIn(gogo.messengers));
        gogo.configurationAdmin.onDelete(
                pid -> (pid.startsWith("messenger.endpoint") ? any : simple).disappearFrom(gogo.messengers));
    }

    private void assertRefused(String message, String line) {
        assertEquals(message, refused(IllegalArgumentException.class, line).getMessage());
    }

    private <E extends Exception> E refused(Class<E> type, String line) {
        return assertThrows(type, () -> gogo.run(line));
    }
}
