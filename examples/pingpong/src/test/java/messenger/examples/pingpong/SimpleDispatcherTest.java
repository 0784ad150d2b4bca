package messenger.examples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import messenger.api.Message;
import messenger.api.MessageHeader;
import org.junit.jupiter.api.Test;

class SimpleDispatcherTest {
    @Test
    void refusesAnEmptyEndpointNamingPidAndKey() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new SimpleDispatcher(TestConfig.of("", false)));
        assertTrue(e.getMessage().startsWith("messenger.examples.pingpong: messenger.endpoint"), e::getMessage);
    }

    @Test
    void leavesOtherMessagesToOthers() {
        assertFalse(new SimpleDispatcher(TestConfig.of("osd.0", false))
                .dispatch(FakeMessage.received(Message.builder(7).build(), null)));
    }

    @Test
    void takesOnlyPingsFast() {
        SimpleDispatcher fast = new SimpleDispatcher(TestConfig.of("osd.0", true));
        assertTrue(fast.canFastDispatch(header(DataPingType.NUMBER)));
        assertFalse(fast.canFastDispatch(header(StatsType.NUMBER)));
        assertFalse(new SimpleDispatcher(TestConfig.of("osd.0", false)).canFastDispatch(header(DataPingType.NUMBER)));
    }

    @Test
    void forgetsTheRunThatWasSilentLongest() {
        Runs runs = new Runs(2);
        runs.accept("a", 0);
        runs.accept("b", 0);
        runs.accept("a", 1);
        runs.accept("c", 0);

        assertEquals(2, runs.stats("a").received());
        assertEquals(0, runs.stats("b").received());
        assertEquals(1, runs.stats("c").received());
    }

    private static MessageHeader header(int type) {
        return Message.builder(type).build().header();
    }
}
