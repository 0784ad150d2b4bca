package messenger.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import messenger.shell.capture.CaptureInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureCommandsTest {
    @TempDir
    Path folder;

    private final Gogo gogo = new Gogo(Duration.ZERO);
    private final FakeMessenger osd = new FakeMessenger("osd.0", "any", 1);

    @BeforeEach
    void appear() {
        osd.appearIn(gogo.messengers);
    }

    @AfterEach
    void close() {
        gogo.close();
    }

    private Path file() {
        return folder.resolve("a.pcap");
    }

    @Test
    void captureRunsUntilItIsStopped() throws Exception {
        CaptureInfo started = (CaptureInfo) gogo.run("msgr:capture osd.0 " + file());
        assertEquals("running", started.state());
        assertEquals(1, osd.taps.size());
        assertEquals(2, gogo.print("msgr:captures").lines().count());

        List<?> stopped = (List<?>) gogo.run("msgr:stopcapture " + file());
        assertEquals("stopped", ((CaptureInfo) stopped.getFirst()).state());
        assertEquals(List.of(), osd.taps);
        assertEquals(List.of(), gogo.run("msgr:captures"));
        assertEquals(24, Files.size(file()));
    }

    @Test
    void captureEndsWithItsEndpoint() throws Exception {
        gogo.run("msgr:capture osd.0 " + file());
        osd.disappearFrom(gogo.messengers);

        CaptureInfo ended = (CaptureInfo) ((List<?>) gogo.run("msgr:captures")).getFirst();
        assertEquals("stopped", ended.state());
        assertEquals(List.of(), osd.taps);
    }

    @Test
    void refusalsNameWhatIsAllowed() throws Exception {
        gogo.run("msgr:capture osd.0 " + file());

        assertRefused(
                file() + " is being captured to; msgr:stopcapture " + file() + " ends that, or take another file",
                "msgr:capture --replace osd.0 " + file());
        gogo.run("msgr:stopcapture");
        assertRefused(file() + " exists; --replace replaces it", "msgr:capture osd.0 " + file());
        gogo.run("msgr:capture osd.0 --replace " + file());
        Path none = folder.resolve("none/b.pcap");
        assertRefused(none + " cannot be made: its folder does not exist", "msgr:capture osd.0 " + none);
        assertRefused("no capture to " + none + "; there are [" + file() + "]", "msgr:stopcapture " + none);
        assertRefused("--max '0'; allowed: 1 to 1000000", "msgr:capture -m 0 osd.0 " + none);
        assertTrue(Files.notExists(none));
    }

    private void assertRefused(String message, String line) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> gogo.run(line))
                        .getMessage());
    }
}
