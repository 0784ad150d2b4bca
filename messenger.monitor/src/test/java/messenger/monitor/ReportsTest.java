package messenger.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import messenger.api.dto.LinkDTO;
import messenger.api.dto.MemoryDTO;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import messenger.api.dto.ThrottleDTO;
import org.apache.felix.inventory.Format;
import org.apache.felix.utils.json.JSONParser;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:10:00.5Z");

    private final ManualClock clock = new ManualClock();
    private final MonitoredMessengers messengers = new MonitoredMessengers(clock::nanoTime);
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any").appearIn(messengers);

    private void fill() {
        SessionDTO open = osd.session("osd.1", "tcp://127.0.0.1:6801/8", "OPEN");
        open.sinceMillis = clock.millis();
        open.unacknowledged = 12345;
        open.trace = new String[] {"2026-01-01T00:00:00Z CONNECTING -> OPEN: by \"simple\""};
        SessionDTO standby = osd.session("client.4100", "tcp://127.0.0.1:0/9", "STANDBY");
        standby.sinceMillis = clock.millis();
        standby.lastFault = "reset by peer";
        osd.throttle("dispatch.bytes", 5, 100);
        osd.dispatchOldest = Duration.ofMillis(8);
    }

    @Test
    void textIsAligned() {
        fill();
        assertEquals("""
                Time: 2026-01-01T00:10:00Z
                Endpoints: 1

                Endpoint osd.0
                  address     tcp://127.0.0.1:6800/7
                  listens at  tcp://127.0.0.1:6800/7
                  transports  simple
                  handshakes  0
                  queued      0 for dispatch, the first for 8 ms
                  dispatched  42
                  missing     -
                  memory      8192 of 8388608 registered bytes (memfd) in 2 pieces, 0 at most; 0 refused, 0 copied

                  Sessions
                    PEER         ADDRESS                 STATE    SECONDS  POLICY         QUEUED  UNACKED  BYTES  RECONNECTS  LINK
                    osd.1        tcp://127.0.0.1:6801/8  OPEN         600  lossless_peer       0    12345      0           0  simple
                    client.4100  tcp://127.0.0.1:0/9     STANDBY      600  lossless_peer       0        0      0           0  -

                  Traffic
                    PEER         ADDRESS                 SENT  SENT_BYTES  RECEIVED  RECEIVED_BYTES  REPLAYED  DUPLICATES
                    osd.1        tcp://127.0.0.1:6801/8     0           0         0               0         0           0
                    client.4100  tcp://127.0.0.1:0/9        0           0         0               0         0           0

                  Links
                    PEER   TRANSPORT  LOCAL            REMOTE          BYTES_IN  BYTES_OUT  PENDING  READING
                    osd.1  simple     127.0.0.1:50000  127.0.0.1:6801         0       4096        0  on

                  Last faults
                    PEER         ADDRESS              FAULT
                    client.4100  tcp://127.0.0.1:0/9  reset by peer

                  Throttles
                    THROTTLE        USED  LIMIT  WAITING
                    dispatch.bytes     5    100        0
                """, TextReport.of(messengers.endpointStates(), TIME));
    }

    @Test
    void swapsAreReportedWhereThereAreAny() {
        fill();
        SessionDTO session = osd.sessions.getFirst();
        session.swaps = 2;
        session.swappingTo = "xio";
        session.wantedTransport = "xio";
        session.lastPauseNanos = 12_340_000;
        session.longestPauseNanos = 250_000_000;
        session.swapFailures = 1;
        session.lastSwapFault = "REFUSED: nobody listens";

        String text = TextReport.of(messengers.endpointStates(), TIME);
        assertTrue(text.contains("""

                  Swaps
                    PEER   ADDRESS                 SWAPS  TO   WANTED  LAST_PAUSE_MS  LONGEST_MS  FAILURES  LAST_FAILURE
                    osd.1  tcp://127.0.0.1:6801/8      2  xio  xio              12.3       250.0         1  REFUSED: nobody listens

                """), text);
    }

    @Test
    void endpointWithoutSessionsHasNoTables() {
        String text = TextReport.of(messengers.endpointStates(), TIME);
        assertTrue(
                text.endsWith("  missing     -\n  memory      8192 of 8388608 registered bytes (memfd) in 2 pieces,"
                        + " 0 at most; 0 refused, 0 copied\n"),
                text);
    }

    @Test
    void jsonHasTheFieldsOfTheDtos() {
        fill();
        Map<?, ?> json = json();
        Map<?, ?> endpoint = (Map<?, ?>) ((List<?>) json.get("endpoints")).getFirst();
        assertEquals(fields(MessengerDTO.class), endpoint.keySet());
        assertEquals(List.of("simple"), endpoint.get("transports"));
        List<?> sessions = (List<?>) endpoint.get("sessions");
        Map<?, ?> open = (Map<?, ?>) sessions.getFirst();
        assertEquals(fields(SessionDTO.class), open.keySet());
        assertEquals(12345L, open.get("unacknowledged"));
        assertEquals(List.of("2026-01-01T00:00:00Z CONNECTING -> OPEN: by \"simple\""), open.get("trace"));
        assertEquals(fields(LinkDTO.class), ((Map<?, ?>) open.get("link")).keySet());
        assertEquals(null, ((Map<?, ?>) sessions.getLast()).get("link"));
        Map<?, ?> throttle = (Map<?, ?>) ((List<?>) endpoint.get("throttles")).getFirst();
        assertEquals(fields(ThrottleDTO.class), throttle.keySet());
        assertEquals(fields(MemoryDTO.class), ((Map<?, ?>) endpoint.get("memory")).keySet());
    }

    @Test
    void formatThatIsNotOfferedPrintsNothing() {
        StringWriter text = new StringWriter();
        new MessengerPrinter(messengers).print(new PrintWriter(text), Format.HTML, false);
        assertEquals("", text.toString());
    }

    private Map<?, ?> json() {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        new MessengerPrinter(messengers).print(writer, Format.JSON, true);
        writer.flush();
        return new JSONParser(text.toString()).getParsed();
    }

    private static Set<String> fields(Class<?> type) {
        return Arrays.stream(type.getFields()).map(field -> field.getName()).collect(Collectors.toSet());
    }
}
