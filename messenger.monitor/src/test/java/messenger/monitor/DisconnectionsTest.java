package messenger.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import messenger.api.dto.SessionDTO;
import org.junit.jupiter.api.Test;

class DisconnectionsTest {
    private static final String DAY = "2026-01-01T00:";

    private final Disconnections disconnections = new Disconnections();
    private final SessionDTO session = new SessionDTO();

    private void trace(String since, String... lines) {
        session.localAddress = "tcp://127.0.0.1:6800/7";
        session.peerAddress = "tcp://127.0.0.1:6801/8";
        session.trace = lines;
        session.sinceMillis = Instant.parse(DAY + since).toEpochMilli();
    }

    private void assertSince(String expected) {
        assertEquals(Instant.parse(DAY + expected), disconnections.since("osd.0", session));
        disconnections.next();
    }

    @Test
    void faultOfTheLastLinkIsTheBeginning() {
        trace(
                "00:09Z",
                DAY + "00:01Z CONNECTING -> OPEN: by simple",
                DAY + "00:05Z OPEN -> CONNECTING: reset by peer",
                DAY + "00:09Z CONNECTING -> CONNECTING: refused");
        assertSince("00:05Z");
    }

    @Test
    void sessionThatWasNeverOpenCountsFromItsFirstAttempt() {
        trace("00:09Z", DAY + "00:05Z CONNECTING -> CONNECTING: refused", DAY + "00:09Z CONNECTING -> WAIT: race");
        assertSince("00:05Z");
    }

    @Test
    void beginningThatTheTraceHasForgottenIsRemembered() {
        trace("00:05Z", DAY + "00:05Z OPEN -> CONNECTING: reset by peer");
        assertSince("00:05Z");
        trace(
                "00:59Z",
                DAY + "00:50Z CONNECTING -> CONNECTING: refused",
                DAY + "00:59Z CONNECTING -> CONNECTING: refused");
        assertSince("00:05Z");
    }

    @Test
    void linkInBetweenEndsTheMemory() {
        trace("00:05Z", DAY + "00:05Z OPEN -> CONNECTING: reset by peer");
        assertSince("00:05Z");
        trace("00:59Z", DAY + "00:50Z CONNECTING -> OPEN: by simple", DAY + "00:59Z OPEN -> CONNECTING: reset by peer");
        assertSince("00:59Z");
    }

    @Test
    void sessionThatWasNotAskedForIsForgotten() {
        trace("00:05Z");
        assertSince("00:05Z");
        disconnections.next();
        trace("00:59Z");
        assertSince("00:59Z");
    }

    @Test
    void foreignLineOfTheTraceIsNotUsed() {
        trace("00:09Z", "no time OPEN -> CONNECTING: reset", DAY + "00:07Z OPEN: reset, by an operator");
        assertSince("00:09Z");
    }
}
