package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import messenger.api.Message;
import messenger.api.NotSentException;
import messenger.api.SendResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficCommandsTest {
    private final Gogo gogo = new Gogo(Duration.ZERO);
    private final FakeMessenger client = new FakeMessenger("client.1", "any", 1);
    private final FakeMessenger.FakeSession session = client.session("osd.0", "tcp://127.0.0.1:6800/7");

    @BeforeEach
    void appear() {
        client.appearIn(gogo.messengers);
    }

    @AfterEach
    void close() {
        gogo.close();
    }

    @Test
    void sendPutsTheTextIntoTheFront() throws Exception {
        assertEquals(
                "client.1 sent type 1000, 6 bytes, to tcp://127.0.0.1:6800/7",
                gogo.print("msgr:send client.1 tcp://127.0.0.1:6800 1000 'grün!'"));

        Message sent = session.sent.getFirst();
        assertEquals(1000, sent.type());
        assertEquals("grün!", StandardCharsets.UTF_8.decode(sent.front()).toString());
    }

    @Test
    void sendKeepsTextThatLooksLikeANumber() throws Exception {
        gogo.run("msgr:send client.1 tcp://127.0.0.1:6800 1000 007.50");

        assertEquals(
                "007.50",
                StandardCharsets.UTF_8.decode(session.sent.getFirst().front()).toString());
    }

    @Test
    void sendFailsWhenTheMessageIsNotAccepted() {
        session.result = SendResult.BACK_PRESSURED;
        NotSentException e =
                assertThrows(NotSentException.class, () -> gogo.run("msgr:send client.1 tcp://127.0.0.1:6800 1000 x"));
        assertEquals("message to tcp://127.0.0.1:6800/7 was not accepted: BACK_PRESSURED", e.getMessage());
    }

    @Test
    void sendRefusesWrongTypes() {
        for (String type : List.of("0", "65536", "x", "1.5")) {
            assertRefused(
                    "TYPE '" + type + "'; allowed: 1 to 65535",
                    "msgr:send client.1 tcp://127.0.0.1:6800 " + type + " x");
        }
    }

    @Test
    void pingMeasures() throws Exception {
        for (int i = 1; i <= 4; i++) {
            session.keepalives.add(Duration.ofNanos(i * 1500L));
        }
        assertEquals(
                "client.1 to tcp://127.0.0.1:6800/7: 4 of 5 came back, min 1.5 us, p50 3.0 us, p99 6.0 us, max 6.0 us",
                gogo.print("msgr:ping client.1 osd tcp://127.0.0.1:6800/7 -n 5 -t 1"));
        assertFalse(session.markedDown, "the session was there before");
    }

    @Test
    void pingFailsWhenNothingComesBack() {
        IllegalStateException e = assertThrows(
                IllegalStateException.class, () -> gogo.run("msgr:ping client.1 osd tcp://127.0.0.1:6800/7 -n 3"));
        assertEquals(
                "none of 3 keepalives to tcp://127.0.0.1:6800/7 came back within 10000 ms: link failed",
                e.getMessage());
    }

    @Test
    void pingTellsTheStateOfASessionThatIsNotConnected() {
        session.connected = false;
        session.closed = true;
        IllegalStateException e = assertThrows(
                IllegalStateException.class, () -> gogo.run("msgr:ping client.1 osd tcp://127.0.0.1:6800/7"));
        assertEquals(
                "not connected to tcp://127.0.0.1:6800/7 within 10000 ms: session is CONNECTING, connection refused",
                e.getMessage());
    }

    @Test
    void pingEndsASessionThatItOpened() {
        assertThrows(IllegalStateException.class, () -> gogo.run("msgr:ping client.1 osd tcp://127.0.0.1:6900 -n 1"));
        assertTrue(client.sessions.getLast().markedDown);
    }

    @Test
    void pingRefusesWrongArguments() {
        assertRefused("--count '0'; allowed: 1 to 1000000", "msgr:ping client.1 osd tcp://127.0.0.1:6800 --count 0");
        assertRefused(
                "'client.1 osd' does not fit; usage: msgr:ping NAME PEERTYPE ADDRESS [-n COUNT] [-t SECONDS]",
                "msgr:ping client.1 osd");
    }

    private void assertRefused(String message, String line) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> gogo.run(line))
                        .getMessage());
    }
}
