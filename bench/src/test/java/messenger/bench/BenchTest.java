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
