package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionCommandsTest {
    private final Gogo gogo = new Gogo(Duration.ZERO);
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any", 1);
    private final FakeMessenger client = new FakeMessenger("client.4100", "any", 2);

    @BeforeEach
    void appear() {
        osd.appearIn(gogo.messengers);
        client.appearIn(gogo.messengers);
    }

    @AfterEach
    void close() {
        gogo.close();
    }

    @Test
    void sessionsAreATable() throws Exception {
        osd.session("client.4100", "tcp://127.0.0.1:0/2");
        client.session("osd.0", "tcp://127.0.0.1:6800/7").connected = false;

        List<String> left = List.of(
                "ENDPOINT     PEER         ADDRESS                 STATE       POLICY       ",
                "client.4100  osd.0        tcp://127.0.0.1:6800/7  CONNECTING  lossless_peer",
                "osd.0        client.4100  tcp://127.0.0.1:0/2     OPEN        lossless_peer");
        List<String> right = List.of(
                "  IN_SEQ  OUT_SEQ  QUEUED  UNACKED  RECONNECTS  LINK",
                "       0       12       0        0           0  -",
                "       0       12       0        0           0  simple");
        List<String> table = gogo.print("msgr:sessions").lines().toList();
        assertEquals(3, table.size());
        for (int i = 0; i < table.size(); i++) {
            assertEquals(left.get(i) + right.get(i), table.get(i));
        }
        assertEquals(2, gogo.print("msgr:sessions osd.0").lines().count());
    }

    @Test
    void linksAreATableOfSessionsThatHaveOne() throws Exception {
        osd.session("client.4100", "tcp://127.0.0.1:0/2");
        osd.session("client.4101", "tcp://127.0.0.1:0/3").connected = false;

        assertEquals("""
                ENDPOINT  PEER         TRANSPORT  LOCAL            REMOTE          BYTES_IN  BYTES_OUT  PENDING  READING
                osd.0     client.4100  simple     127.0.0.1:50000  127.0.0.1:6801         0       4096        0  on\
                """, gogo.print("msgr:links"));
        assertEquals(List.of(), gogo.run("msgr:links client.4100"));
    }

    @Test
    void connectShowsTheSession() throws Exception {
        String text = gogo.print("msgr:connect client.4100 osd tcp://127.0.0.1:6800");

        assertTrue(text.contains("endpoint  client.4100"), text);
        assertTrue(text.contains("peerName           osd.?"), text);
        assertEquals(1, client.sessions.size());
    }

    @Test
    void markdownEndsOneOrAll() throws Exception {
        osd.session("client.1", "tcp://127.0.0.1:5001/1");
        osd.session("client.2", "tcp://127.0.0.1:5002/1");
        osd.session("client.3", "tcp://127.0.0.1:5003/1");

        gogo.run("msgr:markdown osd.0 tcp://127.0.0.1:5002");
        assertEquals(2, osd.sessions.size());
        assertEquals(2, ((List<?>) gogo.run("msgr:markdown osd.0 --all")).size());
        assertEquals(0, osd.sessions.size());
    }

    @Test
    void refusalsNameWhatIsAllowed() {
        osd.session("client.1", "tcp://127.0.0.1:5001/1");

        assertRefused(
                "osd.0 has no session with tcp://127.0.0.1:5002; it has tcp://127.0.0.1:5001/1 (client.1)",
                "msgr:markdown osd.0 tcp://127.0.0.1:5002");
        assertRefused(
                "client.4100 has no session with tcp://127.0.0.1:5002; it has none, msgr:connect makes one",
                "msgr:markdown client.4100 tcp://127.0.0.1:5002");
        assertRefused("no endpoint mon.0; there are client.4100, osd.0", "msgr:sessions mon.0");
        assertRefused("'a b' does not fit; usage: msgr:sessions or msgr:sessions NAME", "msgr:sessions a b");
        assertRefused(
                "'disk' is no entity type; allowed: mon, mds, osd, client, mgr, auth",
                "msgr:connect osd.0 disk tcp://127.0.0.1:1");
        assertRefused(
                "'6800' is no address; allowed: tcp://HOST:PORT, tcp://HOST:PORT/NONCE or v1:HOST:PORT/NONCE, an IPv6"
                        + " address in brackets",
                "msgr:connect osd.0 osd 6800");
    }

    private void assertRefused(String message, String line) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> gogo.run(line))
                        .getMessage());
    }
}
