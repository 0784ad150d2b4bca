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
                "  IN_SEQ  OUT_SEQ  QUEUED  UNACKED  RECONNECTS  SWAPS  PAUSE_MS  LINK",
                "       0       12       0        0           0      0         -  -",
                "       0       12       0        0           0      0         -  simple");
        List<String> table = gogo.print("msgr:sessions").lines().toList();
        assertEquals(3, table.size());
        for (int i = 0; i < table.size(); i++) {
            assertEquals(left.get(i) + right.get(i), table.get(i));
        }
        assertEquals(2, gogo.print("msgr:sessions osd.0").lines().count());
    }

    @Test
    void sessionsShowSwapsAndPauses() throws Exception {
        FakeMessenger.FakeSession session = osd.session("client.4100", "tcp://127.0.0.1:0/2");
        session.carriedBy("xio", Duration.ofNanos(5_840_000));
        session.swappingTo = "simple";
        session.wanted = "simple";
        session.swapFault = "REFUSED: nobody listens";

        List<String> cells =
                List.of(gogo.print("msgr:sessions").lines().toList().getLast().split(" {2,}"));
        assertEquals(List.of("1", "5.8", "xio>simple"), cells.subList(cells.size() - 3, cells.size()));
        String details = gogo.print("msgr:session osd.0 client.4100");
        for (String line : List.of(
                "swappingTo         simple",
                "wantedTransport    simple",
                "lastSwapFault      REFUSED: nobody listens",
                "lastPauseNanos     5840000")) {
            assertTrue(details.contains(line), details);
        }
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
    void markdownTakesNames() throws Exception {
        osd.session("client.1", "tcp://127.0.0.1:5001/1");
        osd.session("client.2", "tcp://127.0.0.1:5002/1");
        osd.session("client.2", "tcp://127.0.0.1:5003/1");

        gogo.run("msgr:markdown osd.0 client.1");
        assertEquals(2, osd.sessions.size());
        assertRefused(
                "osd.0 has 2 sessions with client.2; give an address: tcp://127.0.0.1:5002/1, tcp://127.0.0.1:5003/1",
                "msgr:markdown osd.0 client.2");
    }

    @Test
    void markdownHasGentlerForms() throws Exception {
        FakeMessenger.FakeSession session = osd.session("client.1", "tcp://127.0.0.1:5001/1");

        gogo.run("msgr:markdown --disposable osd.0 client.1");
        assertTrue(session.disposable && !session.markedDown);
        gogo.run("msgr:markdown --quiet osd.0 --all");
        assertTrue(session.markedDown);
        String usage = "usage: msgr:markdown [-a] [-q] [-d] NAME [PEER]";
        assertRefused("PEER is missing, or --all; " + usage, "msgr:markdown osd.0");
        assertRefused("PEER 'client.1' and --all are given; " + usage, "msgr:markdown -a osd.0 client.1");
        assertRefused(
                "--quiet ends sessions now, --disposable when their links fail; give one of them",
                "msgr:markdown -q -d -a osd.0");
    }

    @Test
    void sessionsAreFiltered() throws Exception {
        osd.session("client.1", "tcp://127.0.0.1:5001/1");
        osd.session("mon.2", "tcp://127.0.0.2:5002/1").connected = false;

        assertEquals(1, ((List<?>) gogo.run("msgr:sessions --peer client")).size());
        assertEquals(1, ((List<?>) gogo.run("msgr:sessions --peer 127.0.0.2")).size());
        assertEquals(1, ((List<?>) gogo.run("msgr:sessions --state connecting osd.0")).size());
        assertEquals(1, ((List<?>) gogo.run("msgr:sessions --transport simple")).size());
        assertEquals(List.of(), gogo.run("msgr:links --peer mon"));
        assertRefused(
                "--state 'DOWN'; allowed: CONNECTING, ACCEPTING, OPEN, STANDBY, WAIT, CLOSED",
                "msgr:sessions --state down");
    }

    @Test
    void peersSumUpTheirSessions() throws Exception {
        osd.session("client.1", "tcp://127.0.0.1:5001/1").messagesSent = 3;
        osd.session("client.1", "tcp://127.0.0.1:5001/2").messagesSent = 4;
        osd.session("client.2", "tcp://127.0.0.1:5001/3").connected = false;

        PeerInfo first = (PeerInfo) ((List<?>) gogo.run("msgr:peers osd.0")).getFirst();
        assertEquals(2, first.sessions());
        assertEquals(7, first.sent());
        assertEquals(3, gogo.print("msgr:peers").lines().count());
        assertTrue(gogo.print("msgr:peers").contains("connection refused"));
    }

    @Test
    void sessionAndLinkAreDetails() throws Exception {
        FakeMessenger.FakeSession session = osd.session("client.1", "tcp://127.0.0.1:5001/1");

        assertTrue(gogo.print("msgr:session osd.0 client.1").contains("peerAddress        tcp://127.0.0.1:5001/1"));
        assertTrue(gogo.print("msgr:link osd.0 client.1").contains("  local          127.0.0.1:50000"));
        session.connected = false;
        assertEquals(
                "the session of osd.0 with tcp://127.0.0.1:5001/1 has no link: it is CONNECTING, connection refused",
                assertThrows(IllegalStateException.class, () -> gogo.run("msgr:link osd.0 client.1"))
                        .getMessage());
    }

    @Test
    void traceIsATable() throws Exception {
        osd.session("client.1", "tcp://127.0.0.1:5001/1").trace = new String[] {
            "2026-11-23T05:22:03.123Z OPEN -> STANDBY: link failed", "2026-11-23T05:22:03.125Z STANDBY -> CONNECTING"
        };

        assertEquals("""
                TIME                      CHANGE
                2026-11-23T05:22:03.123Z  OPEN -> STANDBY: link failed
                2026-11-23T05:22:03.125Z  STANDBY -> CONNECTING\
                """, gogo.print("msgr:trace osd.0 client.1"));
    }

    @Test
    void drainFailsWhenItTakesTooLong() throws Exception {
        assertTrue(gogo.print("msgr:drain osd.0").matches("osd.0 drained in \\d+ ms"));
        osd.session("client.1", "tcp://127.0.0.1:5001/1").queued = 4;
        osd.drains = false;

        assertEquals(
                "osd.0 is not drained after 2000 ms: client.1 tcp://127.0.0.1:5001/1 is OPEN, 4 queued, 0 unacknowledged",
                assertThrows(IllegalStateException.class, () -> gogo.run("msgr:drain -t 2 osd.0"))
                        .getMessage());
    }

    @Test
    void separateConnectionsAreNewSessions() throws Exception {
        gogo.run("msgr:connect client.4100 osd tcp://127.0.0.1:6800");
        gogo.run("msgr:connect client.4100 osd tcp://127.0.0.1:6800");
        assertEquals(1, client.sessions.size());
        gogo.run("msgr:connect --separate client.4100 osd tcp://127.0.0.1:6800");
        assertEquals(2, client.sessions.size());
    }

    @Test
    void statisticsAreJsonToo() throws Exception {
        osd.session("client.1", "tcp://127.0.0.1:5001/1");
        String json = (String) gogo.run("msgr:stats --json osd.0");

        assertTrue(json.startsWith("[{\"name\":\"osd.0\",\"type\":\"any\""), json);
        assertTrue(json.contains("\"peerName\":\"client.1\"") && json.contains("\"bytesOut\":4096"), json);
        assertTrue(json.contains("\"lastFault\":null"), json);
        assertTrue(json.endsWith("\"waiting\":0}],\"memory\":null}]"), json);
        assertEquals(2, ((Stats) gogo.run("msgr:stats")).endpoints().size());
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
        assertRefused(
                "'b' is not expected; usage: msgr:sessions [-p TEXT] [-s STATE] [-t TRANSPORT] [NAME]",
                "msgr:sessions osd.0 b");
        assertRefused(
                "'disk' is no entity type; allowed: mon, mds, osd, client, mgr, auth",
                "msgr:connect osd.0 disk tcp://127.0.0.1:1");
        assertRefused(
                "'6800' is no address; allowed: tcp://HOST:PORT, tcp://HOST:PORT/NONCE, xio:// likewise, or v1:HOST:PORT/NONCE, an IPv6"
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
