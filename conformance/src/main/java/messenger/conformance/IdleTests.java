package messenger.conformance;

import java.time.Duration;
import java.time.Instant;
import messenger.api.Policy;
import messenger.conformance.Probe.Event;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Links on which nothing happens. */
public interface IdleTests extends ConformanceTests {
    @Test
    default void idleLinkIsClosed(Rig rig) {
        Pair pair = Pair.of(
                rig,
                Rig.settings("client.1", Policy.lossyClient()),
                Rig.settings("osd.0", Policy.statelessServer()).idleTimeout(Duration.ofMillis(200)));
        Assertions.assertSame(pair.toClient(), pair.server().probe().event(Event.RESET));
        Assertions.assertSame(pair.toServer(), pair.client().probe().event(Event.RESET));
        Assertions.assertNotNull(pair.toClient().state().lastFault);
    }

    @Test
    default void losslessSessionOutlivesItsIdleLink(Rig rig) {
        Pair pair = Pair.of(
                rig,
                Rig.settings("client.1", Policy.losslessPeer()).idleTimeout(Duration.ofSeconds(1)),
                Rig.settings("osd.0", Policy.statefulServer()));
        Await.until("the idle link to be closed", () -> !pair.toServer().isConnected());
        pair.exchange(1);
        pair.settle();
        pair.client().probe().expectCount(0, Event.RESET);
        pair.server().probe().expectCount(0, Event.RESET);
    }

    @Test
    default void keepalivesKeepALinkOpen(Rig rig) {
        Duration idle = Duration.ofMillis(1500);
        Pair pair = Pair.of(
                rig,
                Rig.settings("client.1", Policy.lossyClient())
                        .idleTimeout(idle)
                        .keepaliveInterval(Duration.ofMillis(100)),
                Rig.settings("osd.0", Policy.statelessServer()).idleTimeout(idle));
        Instant start = Instant.now();
        Await.until(
                "keepalives to be answered for twice the idle time",
                () -> pair.toServer().isClosed()
                        || pair.toServer()
                                .lastKeepaliveAck()
                                .filter(ack -> ack.isAfter(start.plus(idle.multipliedBy(2))))
                                .isPresent());
        Assertions.assertFalse(pair.toServer().isClosed());
        pair.exchange(1);
    }
}
