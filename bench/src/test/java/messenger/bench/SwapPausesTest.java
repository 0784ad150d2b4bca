package messenger.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How long a swap may hold up dispatch, measured in a JVM of its own. */
class SwapPausesTest {
    private static final double MAX_SWAP_PAUSE_MILLIS = 20;

    @Test
    void aSwapPausesDispatchForLessThanTwentyMilliseconds() throws Exception {
        String output = run();
        // where others disturb even windows without a swap, what a swap adds counts
        double disturbance = p95("no change", output);
        double allowed = MAX_SWAP_PAUSE_MILLIS + (disturbance > MAX_SWAP_PAUSE_MILLIS / 2 ? disturbance : 0);
        assertTrue(p95("swap", output) < allowed, output);
    }

    private static double p95(String what, String output) {
        Matcher line = Pattern.compile(what + " +longest gap in a window: p50 .*, p95 ([0-9.]+) ms.*\\(200 windows\\)")
                .matcher(output);
        assertTrue(line.find(), output);
        return Double.parseDouble(line.group(1));
    }

    private static String run() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SwapPauses.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        System.out.print(output);
        return output;
    }
}
