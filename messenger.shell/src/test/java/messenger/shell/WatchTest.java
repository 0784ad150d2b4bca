package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any", 1);
    private final FakeMessenger.FakeSession session = osd.session("client.1", "tcp://127.0.0.1:0/5");
    private final AtomicLong nanoTime = new AtomicLong();
    private final List<List<String>> drawn = new ArrayList<>();

    /** A screen on which two seconds pass while it waits, and ten messages are sent. */
    private final class FakeScreen implements Screen {
        private int left;

        FakeScreen(int looks) {
            left = looks;
        }

        @Override
        public void draw(List<String> lines) {
            drawn.add(lines);
        }

        @Override
        public boolean pause(Duration duration) {
            nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
            session.messagesSent += 10;
            return left-- == 0;
        }
    }

    private void watch(int looks, long count) throws InterruptedException {
        new Watch(
                        () -> osd.service.connections().stream()
                                .map(c -> SessionInfo.of(osd.service, c))
                                .toList(),
                        new FakeScreen(looks),
                        nanoTime::get)
                .run(Duration.ofSeconds(2), count);
    }

    @Test
    void ratesAreThoseBetweenTwoLooks() throws Exception {
        watch(100, 2);

        assertEquals(2, drawn.size());
        for (List<String> lines : drawn) {
            assertEquals("1 sessions, 1 with a link; out 5.0 msg/s, 0 B/s; in 0.0 msg/s, 0 B/s", lines.getFirst());
            assertEquals(
                    List.of(
                            "osd.0",
                            "client.1",
                            "OPEN",
                            "simple",
                            "5.0",
                            "0 B/s",
                            "0.0",
                            "0 B/s",
                            "0",
                            "0",
                            "0",
                            "0",
                            "0",
                            "-",
                            "0"),
                    List.of(lines.get(2).split(" {2,}")));
        }
    }

    @Test
    void operatorEndsIt() throws Exception {
        watch(3, 0);

        assertEquals(3, drawn.size());
    }

    @Test
    void outputThatIsNoTerminalGetsOneTableEachInterval() throws Exception {
        try (Gogo gogo = new Gogo(Duration.ZERO)) {
            osd.appearIn(gogo.messengers);
            gogo.run("msgr:watch -n 2 -i 0.1 osd.0");

            List<String> printed = gogo.printed().lines().toList();
            assertEquals(3 + 1 + 3, printed.size(), printed::toString);
            assertEquals(printed.subList(0, 3), printed.subList(4, 7));
            assertEquals(
                    "--interval '0.0'; allowed: 0.1 to 86400 seconds",
                    assertThrows(IllegalArgumentException.class, () -> gogo.run("msgr:watch -i 0"))
                            .getMessage());
        }
    }

    @Test
    void unitsAreForPeople() {
        assertEquals("999 B/s", Units.bytesPerSecond(999));
        assertEquals("1.3 MB/s", Units.bytesPerSecond(1_300_000));
        assertEquals("9.9", Units.rate(9.9));
        assertEquals("120000", Units.rate(120_000));
    }
}
