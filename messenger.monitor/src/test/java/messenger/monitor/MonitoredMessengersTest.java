package messenger.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import messenger.api.dto.MessengerDTO;
import org.junit.jupiter.api.Test;

class MonitoredMessengersTest {
    private final ManualClock clock = new ManualClock();
    private final MonitoredMessengers messengers = new MonitoredMessengers(clock::nanoTime);
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any");
    private final FakeMessenger simple = new FakeMessenger("osd.0", "simple");

    private static final class Listener implements Audience {
        final List<MonitoredMessenger> there = new ArrayList<>();

        @Override
        public void came(MonitoredMessenger messenger) {
            there.add(messenger);
        }

        @Override
        public void went(MonitoredMessenger messenger) {
            there.remove(messenger);
        }
    }

    private MonitoredMessenger endpoint() {
        return messengers.endpoints().getFirst();
    }

    @Test
    void stateIsAskedForOnceASecondAtMost() {
        osd.appearIn(messengers);
        MessengerDTO first = endpoint().state().orElseThrow();
        clock.pass(Duration.ofMillis(999));
        assertSame(first, endpoint().state().orElseThrow());
        assertEquals(1, osd.asked);
        clock.pass(Duration.ofMillis(1));
        assertNotSame(first, endpoint().state().orElseThrow());
        assertEquals(2, osd.asked);
    }

    @Test
    void endpointsAreInOrderAndWithoutTransports() {
        new FakeMessenger("osd.2", "any").appearIn(messengers);
        osd.appearIn(messengers);
        simple.appearIn(messengers);
        assertEquals(
                List.of("osd.0", "osd.2"),
                messengers.endpointStates().stream().map(state -> state.name).toList());
    }

    @Test
    void sampleOfAnEndpointDoesNotOutliveItsTransport() {
        osd.appearIn(messengers);
        simple.appearIn(messengers);
        MessengerDTO before = endpoint().state().orElseThrow();
        simple.disappearFrom(messengers);
        assertNotSame(before, endpoint().state().orElseThrow());
    }

    @Test
    void goneMessengerIsLetGoOf() {
        osd.appearIn(messengers);
        MonitoredMessenger monitored = endpoint();
        assertTrue(monitored.state().isPresent());
        osd.disappearFrom(messengers);
        assertTrue(monitored.state().isEmpty());
        String message =
                assertThrows(IllegalStateException.class, monitored::service).getMessage();
        assertTrue(message.contains("osd.0 (any)"), message);
        assertEquals(List.of(), messengers.endpoints());
    }

    @Test
    void shutDownMessengerHasNoState() {
        osd.appearIn(messengers);
        osd.closed = true;
        assertTrue(endpoint().state().isEmpty());
        assertEquals(List.of(), messengers.endpointStates());
    }

    @Test
    void audienceIsToldOfAllThatAreThereAndOfEveryChange() {
        osd.appearIn(messengers);
        Listener listener = new Listener();
        messengers.follow(listener);
        assertEquals(messengers.endpoints(), listener.there);
        simple.appearIn(messengers);
        assertEquals(2, listener.there.size());
        osd.disappearFrom(messengers);
        assertEquals(
                List.of("simple"),
                listener.there.stream().map(MonitoredMessenger::type).toList());
        messengers.unfollow(listener);
        assertEquals(List.of(), listener.there);
        osd.appearIn(messengers);
        assertEquals(List.of(), listener.there);
    }
}
