package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import messenger.conformance.wire.TestMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that returns no credits is told of, once, after half a minute. */
@Timeout(60)
class StarvationTest {
    private static final String WARNING = "has had no credit for";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static void sendMore(XioRig.Opened opened) {
        opened.link().send(TestMessage.of(1, 15_000, 0, 0, new Random(1)));
        opened.link().flush();
    }

    @Test
    void peerThatReturnsNoCreditIsToldOfOnce() throws Exception {
        try (LogCopy log = new LogCopy();
                XioRig rig = new XioRig(TestSettings.builder())) {
            // of 32 credits that this side has, the peer allows 8
            XioRig.Opened opened = rig.open(1024, 8, 8);
            sendMore(opened);
            rig.advance(LIMIT.minusMillis(1));
            assertEquals(List.of(), log.lines(WARNING));
            rig.advance(Duration.ofSeconds(1));
            rig.advance(Duration.ofHours(1));
            assertEquals(1, log.lines(WARNING).size(), "once");
            String line = log.lines(WARNING).getFirst();
            for (String word : List.of("127.0.0.1:0/77", "30 s", "8 datagrams", "throttles", "msgr:sessions")) {
                assertTrue(line.contains(word), "'" + word + "' in: " + line);
            }
        }
    }

    @Test
    void peerThatGoesOnAndStopsAgainIsToldOfAgain() throws Exception {
        try (LogCopy log = new LogCopy();
                XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            sendMore(opened);
            rig.advance(LIMIT);
            opened.peer().credit(1);
            rig.settle();
            rig.advance(LIMIT.minusMillis(1));
            assertEquals(1, log.lines(WARNING).size());
            rig.advance(LIMIT);
            assertEquals(2, log.lines(WARNING).size());
        }
    }

    @Test
    void idleLinkWithoutCreditsIsNoneToTellOf() throws Exception {
        try (LogCopy log = new LogCopy();
                XioRig rig = new XioRig(TestSettings.small())) {
            XioRig.Opened opened = rig.open();
            for (int i = 1; i <= TestSettings.CREDITS; i++) {
                opened.link().ack(i);
                opened.link().flush();
            }
            assertEquals(TestSettings.CREDITS, opened.peer().unreturned());
            rig.advance(Duration.ofHours(1));
            rig.advance(Duration.ofHours(1));
            assertEquals(List.of(), log.lines(WARNING));
        }
    }
}
