package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import messenger.api.Message;
import messenger.api.NotSentException;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
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
    void sendMeasuresAcknowledgements() throws Exception {
        String text = gogo.print("msgr:send --ack -n 3 client.1 osd.0 1000 x");

        assertTrue(
                text.matches(
                        "client.1 sent 3 of type 1000, 1 bytes each, to tcp://127.0.0.1:6800/7, acknowledged: min .*"),
                text);
        session.acknowledgement = CompletableFuture.failedFuture(new SessionLostException("session is lossy"));
        assertFailed(
                "no acknowledgement from tcp://127.0.0.1:6800/7 for message 1: session is lossy",
                "msgr:send --ack client.1 osd.0 1000 x");
        session.acknowledgement = new CompletableFuture<>();
        assertFailed(
                "no acknowledgement from tcp://127.0.0.1:6800/7 for message 1: none within 1 ms, session is OPEN",
                "msgr:send --ack -t 0.001 client.1 osd.0 1000 x");
    }

    @Test
    void requestShowsTheReply() throws Exception {
        session.reply = CompletableFuture.completedFuture(
                Message.builder(3).front(StandardCharsets.UTF_8.encode("pong")).build());
        assertEquals("pong", ((Sent) gogo.run("msgr:send --request client.1 osd.0 1000 ping")).reply());
        session.reply = new CompletableFuture<>();
        assertFailed(
                "no reply from tcp://127.0.0.1:6800/7 for message 1: none within 1 ms, session is OPEN",
                "msgr:send --request -t 0.001 client.1 osd.0 1000 x");
        assertRefused(
                "--ack and --request measure different things; give one of them",
                "msgr:send --ack --request client.1 osd.0 1000 x");
    }

    @Test
    void textMayBeginWithAHyphen() throws Exception {
        gogo.run("msgr:send client.1 osd.0 1000 -- --verbose");

        assertEquals(
                "--verbose",
                StandardCharsets.UTF_8.decode(session.sent.getFirst().front()).toString());
    }

    private void assertFailed(String message, String line) {
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> gogo.run(line)).getMessage());
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
                "client.1 to tcp://127.0.0.1:6800/7: 4 of 5 came back, 1 lost, min 1.5 us, avg 3.8 us, p50 3.0 us, p99 6.0 us, max 6.0 us",
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
                "ADDRESS is missing; usage: msgr:ping [-n COUNT] [-i SECONDS] [-t SECONDS] NAME PEERTYPE ADDRESS",
                "msgr:ping client.1 osd");
    }

    private void assertRefused(String message, String line) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> gogo.run(line))
                        .getMessage());
    }
}
