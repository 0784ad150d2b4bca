package messenger.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import messenger.api.dto.SessionDTO;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
    private final ManualClock clock = new ManualClock();
    private final MonitoredMessengers messengers = new MonitoredMessengers(clock::nanoTime);
    private final Thresholds thresholds = new Thresholds(Settings.of(HealthConfig.class, Map.of()));
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any").appearIn(messengers);

    private void configure(Map<String, ?> values) {
        thresholds.modified(Settings.of(HealthConfig.class, values));
    }

    /** Executes a check later than the last time, and expects a status and lines with some texts. */
    private void expect(HealthCheck check, Status status, String... texts) {
        clock.pass(Duration.ofSeconds(1));
        Result result = check.execute();
        assertEquals(status, result.getStatus(), result.toString());
        List<String> lines = StreamSupport.stream(result.spliterator(), false)
                .map(ResultLog.Entry::getMessage)
                .toList();
        for (String text : texts) {
            assertTrue(lines.stream().anyMatch(line -> line.contains(text)), () -> text + " is not in " + lines);
        }
    }

    private SessionDTO session(String state) {
        SessionDTO session = osd.session("osd.1", "tcp://127.0.0.1:6801/8", state);
        session.sinceMillis = clock.millis();
        return session;
    }

    @Test
    void transports() {
        TransportCheck check = new TransportCheck(messengers, thresholds);
        expect(check, Status.OK, "osd.0: transports [simple], listens at [tcp://127.0.0.1:6800/7]", "endpoints: 1");
        osd.transports = List.of();
        expect(check, Status.CRITICAL, "osd.0: no transport is attached, 0 sessions cannot connect");
        osd.transports = List.of("simple");
        osd.addresses = List.of();
        expect(check, Status.OK, "listens nowhere");
        configure(Map.of("listening.endpoints", new String[] {"osd.0"}));
        expect(check, Status.CRITICAL, "osd.0: listens nowhere");
        configure(Map.of("required.endpoints", new String[] {"osd.9"}));
        expect(check, Status.CRITICAL, "osd.9: this endpoint is absent");
    }

    @Test
    void standbyIsTroubleAfterItsTime() {
        SessionCheck check = new SessionCheck(messengers, thresholds, clock);
        SessionDTO session = session("STANDBY");
        session.queued = 4;
        session.storedBytes = 400;
        clock.pass(Duration.ofSeconds(299));
        expect(check, Status.OK, "sessions: 1, open: 0");
        expect(
                check,
                Status.WARN,
                "osd.0: the session with osd.1 at tcp://127.0.0.1:6801/8 has been on STANDBY for 301 s (limit 300 s)"
                        + " and holds 4 messages, 400 bytes");
        configure(Map.of("standby.max", 0L));
        expect(check, Status.OK);
    }

    @Test
    void failureToConnectIsTroubleAfterItsTime() {
        SessionCheck check = new SessionCheck(messengers, thresholds, clock);
        SessionDTO session = session("CONNECTING");
        session.lastFault = "connection refused";
        clock.pass(Duration.ofSeconds(29));
        expect(check, Status.OK);
        expect(
                check,
                Status.WARN,
                "osd.0: the session with osd.1 at tcp://127.0.0.1:6801/8 has failed to connect for 31 s (limit 30 s), it"
                        + " is CONNECTING, last fault: connection refused");
        clock.pass(Duration.ofSeconds(270));
        expect(check, Status.CRITICAL, "for 302 s (limit 300 s)");
        session.state = "OPEN";
        expect(check, Status.OK, "sessions: 1, open: 1");
    }

    @Test
    void everyAttemptToConnectDoesNotBeginTheTimeAnew() {
        SessionCheck check = new SessionCheck(messengers, thresholds, clock);
        SessionDTO session = session("CONNECTING");
        for (int attempt = 0; attempt < 3; attempt++) {
            expect(check, Status.OK);
            clock.pass(Duration.ofSeconds(9));
            session.sinceMillis = clock.millis();
        }
        expect(check, Status.WARN, "for 31 s");
    }

    @Test
    void swapThatIsUnderWayIsNoTrouble() {
        SessionCheck check = new SessionCheck(messengers, thresholds, clock);
        SessionDTO session = session("OPEN");
        session.wantedTransport = "xio";
        session.swappingTo = "xio";
        expect(
                check,
                Status.OK,
                "osd.0: xio is about to take over the session with osd.1 at tcp://127.0.0.1:6801/8 from simple",
                "sessions: 1, open: 1, swaps under way: 1");
    }

    @Test
    void swapsThatAreUnderWayAreNamedUpToTheLimit() {
        SessionCheck check = new SessionCheck(messengers, thresholds, clock);
        for (int i = 0; i < 30; i++) {
            session("OPEN").swappingTo = "xio";
        }
        expect(check, Status.OK, "swaps under way: 30");
        assertEquals(
                20 + 1,
                StreamSupport.stream(check.execute().spliterator(), false).count());
    }

    @Test
    void wantingATransportInVainIsTrouble() {
        SessionCheck check = new SessionCheck(messengers, thresholds, clock);
        SessionDTO session = session("OPEN");
        session.wantedTransport = "xio";
        expect(check, Status.OK, "sessions: 1, open: 1, swaps under way: 0");
        session.lastSwapFault = "REFUSED: nobody listens at xio://127.0.0.1:6901";
        session.swapFailures = 3;
        expect(
                check,
                Status.WARN,
                "osd.0: the session with osd.1 at tcp://127.0.0.1:6801/8 is to be carried by xio and is carried by"
                        + " simple; moving it has failed 3 times, last: REFUSED: nobody listens at"
                        + " xio://127.0.0.1:6901; remedy that, it is tried again, or take the wish back: msgr:swap osd.0"
                        + " auto");
        session.wantedTransport = "simple";
        expect(check, Status.OK);
        session.wantedTransport = null;
        expect(check, Status.OK);
    }

    @Test
    void manyTroublesAreCounted() {
        SessionCheck check = new SessionCheck(messengers, thresholds, clock);
        for (int i = 0; i < 30; i++) {
            session("STANDBY");
        }
        clock.pass(Duration.ofHours(1));
        expect(check, Status.WARN, "10 more of these; lines.max of PID messenger.monitor.health is 20");
    }

    @Test
    void missingDispatcherIsCriticalOnceMessagesWait() {
        DispatchCheck check = new DispatchCheck(messengers, thresholds);
        expect(check, Status.OK, "messages and events that wait for dispatch: 0");
        osd.missing = List.of("orders");
        expect(check, Status.WARN, "osd.0: dispatch waits for [orders], 0 messages are queued");
        osd.dispatchQueued = 3;
        expect(check, Status.CRITICAL, "osd.0: dispatch waits for [orders], 3 messages are queued");
    }

    @Test
    void slowDispatchIsTrouble() {
        DispatchCheck check = new DispatchCheck(messengers, thresholds);
        osd.dispatchQueued = 3;
        osd.dispatchOldest = Duration.ofSeconds(5);
        expect(check, Status.OK);
        osd.dispatchOldest = Duration.ofMillis(5001);
        expect(
                check,
                Status.WARN,
                "osd.0: the first of 3 messages has waited 5001 ms for dispatch (limit 5000 ms)",
                "messenger-dispatch-osd.0");
        osd.dispatchOldest = Duration.ofMillis(60_001);
        expect(check, Status.CRITICAL, "limit 60000 ms");
    }

    @Test
    void fullThrottleIsTrouble() {
        ThrottleCheck check = new ThrottleCheck(messengers, thresholds);
        osd.throttle("client.messages", 5, 0);
        osd.throttle("dispatch.bytes", 99, 100);
        expect(check, Status.OK, "throttles: 2");
        osd.throttles.get(1).used = 100;
        expect(
                check,
                Status.WARN,
                "osd.0: throttle dispatch.bytes is at 100 of 100, 0 receivers wait;",
                "raise dispatch.throttle.bytes");
        osd.throttles.get(1).used = 80;
        configure(Map.of("throttle.percent", 80));
        expect(check, Status.WARN, "at 80 of 100");
        osd.throttles.get(1).used = 1;
        osd.throttles.get(1).waiting = 2;
        expect(check, Status.WARN, "2 receivers wait");
    }

    @Test
    void throttleOfTheProcessIsNamedOnce() {
        ThrottleCheck check = new ThrottleCheck(messengers, thresholds);
        osd.throttle("process.incoming.bytes", 100, 100);
        new FakeMessenger("osd.1", "any").appearIn(messengers).throttle("process.incoming.bytes", 100, 100);
        expect(check, Status.WARN, "all endpoints: throttle process.incoming.bytes", "memory.bytes", "throttles: 1");
    }
}
