package messenger.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import messenger.api.dto.SessionDTO;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final ManualClock clock = new ManualClock();
    private final MonitoredMessengers messengers = new MonitoredMessengers(clock::nanoTime);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any");

    private Metrics metrics(Map<String, ?> config) {
        Metrics metrics = new Metrics(Settings.of(MetricsConfig.class, config), messengers);
        metrics.addRegistry(registry);
        return metrics;
    }

    private double gauge(String name, String... tags) {
        Gauge gauge = registry.find(name).tag("endpoint", "osd.0").tags(tags).gauge();
        assertTrue(gauge != null, () -> name + " " + List.of(tags) + " is not in " + registry.getMetersAsString());
        return gauge.value();
    }

    private double count(String name, String... tags) {
        FunctionCounter counter =
                registry.find(name).tag("endpoint", "osd.0").tags(tags).functionCounter();
        assertTrue(counter != null, () -> name + " " + List.of(tags) + " is not in " + registry.getMetersAsString());
        return counter.count();
    }

    /** Has the next reading ask the messengers, and meters of what is new there appear. */
    private void next() {
        clock.pass(Duration.ofSeconds(1));
        gauge("messenger.handshakes");
    }

    private SessionDTO session(String peer, String address, long sent) {
        SessionDTO session = osd.session(peer, address, "OPEN");
        session.sent = sent;
        return session;
    }

    @Test
    void figuresOfTheEndpoint() {
        osd.missing = List.of("orders");
        osd.dispatchQueued = 3;
        osd.dispatchOldest = Duration.ofMillis(1500);
        osd.throttle("client.bytes", 10, 100).waiting = 2;
        osd.appearIn(messengers);
        metrics(Map.of());

        assertEquals(3, gauge("messenger.dispatch.queued"));
        assertEquals(1.5, gauge("messenger.dispatch.oldest"));
        assertEquals(1, gauge("messenger.dispatch.missing"));
        assertEquals(1, gauge("messenger.transports"));
        assertEquals(42, count("messenger.dispatched.messages"));
        assertEquals(10, gauge("messenger.throttle.used", "throttle", "client.bytes"));
        assertEquals(100, gauge("messenger.throttle.limit", "throttle", "client.bytes"));
        assertEquals(2, gauge("messenger.throttle.waiting", "throttle", "client.bytes"));
        assertEquals(1, osd.asked);
    }

    @Test
    void sessionsAreSummedUpByTypeOfPeer() {
        session("osd.1", "tcp://127.0.0.1:6801/8", 5).queued = 7;
        session("osd.2", "tcp://127.0.0.1:6802/9", 6).link.pendingOut = 100;
        osd.session("client.1", "tcp://127.0.0.1:0/3", "STANDBY").queued = 9;
        osd.appearIn(messengers);
        metrics(Map.of());

        assertEquals(2, gauge("messenger.sessions", "peer", "osd", "state", "OPEN"));
        assertEquals(0, gauge("messenger.sessions", "peer", "osd", "state", "STANDBY"));
        assertEquals(1, gauge("messenger.sessions", "peer", "client", "state", "STANDBY"));
        assertEquals(7, gauge("messenger.queued.messages", "peer", "osd"));
        assertEquals(9, gauge("messenger.queued.messages", "peer", "client"));
        assertEquals(11, count("messenger.sent.messages", "peer", "osd"));
        assertEquals(2, gauge("messenger.links", "transport", "simple"));
        assertEquals(100, gauge("messenger.links.pending.bytes", "transport", "simple"));
    }

    @Test
    void swapsAndPausesAreMeasured() {
        SessionDTO moved = session("osd.1", "tcp://127.0.0.1:6801/8", 5);
        moved.swaps = 2;
        moved.longestPauseNanos = Duration.ofMillis(250).toNanos();
        SessionDTO moving = session("osd.2", "tcp://127.0.0.1:6802/9", 5);
        moving.swapFailures = 3;
        moving.swappingTo = "xio";
        moving.longestPauseNanos = 1;
        osd.appearIn(messengers);
        metrics(Map.of());

        assertEquals(2, count("messenger.swaps", "peer", "osd"));
        assertEquals(3, count("messenger.swap.failures", "peer", "osd"));
        assertEquals(1, gauge("messenger.swaps.underway", "peer", "osd"));
        assertEquals(0.25, gauge("messenger.pause.longest", "peer", "osd"));
    }

    @Test
    void countDoesNotShrinkWhenSessionsEndOrBeginAnew() {
        session("osd.1", "tcp://127.0.0.1:6801/8", 5);
        SessionDTO second = session("osd.2", "tcp://127.0.0.1:6802/9", 6);
        osd.appearIn(messengers);
        metrics(Map.of());
        osd.sessions.removeFirst();
        second.sent = 8;
        next();
        assertEquals(13, count("messenger.sent.messages", "peer", "osd"));
        second.sent = 2;
        next();
        assertEquals(15, count("messenger.sent.messages", "peer", "osd"));
        osd.sessions.clear();
        next();
        assertEquals(15, count("messenger.sent.messages", "peer", "osd"));
        assertEquals(0, gauge("messenger.sessions", "peer", "osd", "state", "OPEN"));
    }

    @Test
    void metersOfWhatComesLaterComeWithTheNextReading() {
        osd.appearIn(messengers);
        metrics(Map.of());
        session("mon.1", "tcp://127.0.0.1:6801/8", 5);
        next();
        assertEquals(5, count("messenger.sent.messages", "peer", "mon"));
        osd.transports = List.of();
        next();
        assertNull(registry.find("messenger.links").gauge());
    }

    @Test
    void perPeerIfConfigured() {
        session("osd.1", "tcp://127.0.0.1:6801/8", 5);
        session("osd.2", "tcp://127.0.0.1:6802/9", 6);
        osd.appearIn(messengers);
        metrics(Map.of("per.peer", true));
        assertEquals(6, count("messenger.sent.messages", "peer", "osd.2"));
        osd.sessions.removeLast();
        next();
        assertEquals(5, count("messenger.sent.messages", "peer", "osd.1"));
        assertNull(registry.find("messenger.sent.messages").tag("peer", "osd.2").functionCounter());
    }

    @Test
    void metersGoWithTheirEndpoint() {
        session("osd.1", "tcp://127.0.0.1:6801/8", 5);
        osd.appearIn(messengers);
        metrics(Map.of());
        FakeMessenger other = new FakeMessenger("osd.9", "any").appearIn(messengers);
        osd.disappearFrom(messengers);
        assertNull(
                registry.find("messenger.transports").tag("endpoint", "osd.0").gauge());
        assertEquals(
                1,
                registry.get("messenger.transports")
                        .tag("endpoint", "osd.9")
                        .gauge()
                        .value());
        other.disappearFrom(messengers);
        assertEquals(List.of(), registry.getMeters());
    }

    @Test
    void metersGoWithTheirRegistryOrTheMonitor() {
        osd.appearIn(messengers);
        Metrics metrics = metrics(Map.of());
        MeterRegistry second = new SimpleMeterRegistry();
        metrics.addRegistry(second);
        metrics.removeRegistry(registry);
        assertEquals(List.of(), registry.getMeters());
        assertTrue(second.getMeters().size() > 0);
        metrics.close();
        assertEquals(List.of(), second.getMeters());
    }

    @Test
    void messengersOfTransportsHaveNoMeters() {
        new FakeMessenger("osd.0", "simple").appearIn(messengers);
        metrics(Map.of());
        assertEquals(List.of(), registry.getMeters());
    }
}
