package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import messenger.api.Policy;
import messenger.spi.FaultInjector;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Faults and delays that are asked for. */
class InjectionTest {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    @AutoClose
    private final Conversation talk = Conversation.with(
            Policy.losslessClient(),
            settings -> settings.injectDelayProbability(0.5).injectDelayMax(LONGEST));

    private static List<Boolean> answers(FaultInjector injector) {
        return Stream.generate(injector::failNext).limit(1000).toList();
    }

    @Test
    void sameSeedSameFaults() {
        assertEquals(answers(new FaultInjector(7, 3)), answers(new FaultInjector(7, 3)));
        assertFalse(answers(new FaultInjector(7, 3)).equals(answers(new FaultInjector(7, 4))));
    }

    @Test
    void faultsComeAsOftenAsAskedFor() {
        FaultInjector injector = new FaultInjector(10, 1);
        long failures =
                IntStream.range(0, 100_000).filter(i -> injector.failNext()).count();
        assertTrue(failures > 9_000 && failures < 11_000, "failures: " + failures);
        injector.oneIn(0);
        assertFalse(answers(injector).contains(true));
        assertFalse(answers(FaultInjector.NONE).contains(true));
        assertThrows(IllegalArgumentException.class, () -> new FaultInjector(-1, 0));
    }

    @Test
    void delaysKeepTheOrder() {
        ScriptedLink link = talk.opened(LOW);
        String[] expected = new String[50];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = "message " + i;
            link.sends(i + 1, expected[i]);
        }
        link.endsBatch().expect("ack 50");
        assertTrue(talk.endpoint().dispatch().dispatched() < expected.length);
        for (int i = 0; i < expected.length; i++) {
            talk.advance(LONGEST.dividedBy(10));
        }
        talk.expectEvents(expected);
    }
}
