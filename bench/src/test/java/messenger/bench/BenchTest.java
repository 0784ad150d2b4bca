package messenger.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The limits that the project sets itself, each measured in a JVM of its own. */
class BenchTest {
    private static final double MAX_LATENCY_RATIO = 1.5;
    private static final int CONNECTIONS = 10_000;
    private static final double MAX_SWAP_PAUSE_MILLIS = 20;

    @Test
    void depthOneStaysNearARawSocket() throws Exception {
        String output = run(List.of("taskset", "-c", "0"), List.of("-Xmx256m"), Latency.class, "64", "20000", "9");
        Matcher ratios = Pattern.compile("(\\w+) +p50: .* ratio ([0-9.]+)").matcher(output);
        int found = 0;
        while (ratios.find()) {
            found++;
            assertTrue(Double.parseDouble(ratios.group(2)) <= MAX_LATENCY_RATIO, output);
        }
        assertEquals(2, found, output);
    }

    @Test
    void tenThousandConnectionsFitInOneGibibyte() throws Exception {
        String output = run(List.of(), List.of("-Xmx1g"), Connections.class, Integer.toString(CONNECTIONS));
        assertTrue(output.startsWith(CONNECTIONS + " connections open, each echoed a message"), output);
    }

    @Test
    void aSwapPausesDispatchForLessThanTwentyMilliseconds() throws Exception {
        String output = run(List.of(), List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"), SwapPauses.class);
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

    private static String run(List<String> prefix, List<String> options, Class<?> main, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        System.out.print(output);
        return output;
    }
}
