package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script by which people start containers. */
class ScriptIT {
    private static final Pattern RATE = Pattern.compile("[\\d.]+ s +(simple|xio|-) +\\d+ msgs/s");

    private static final Pattern PROMPT = Pattern.compile("g! ");

    private static ProcessBuilder script(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("messenger.script")).toString());
        builder.command().addAll(List.of(arguments));
        // what is tested is there already
        builder.environment().put("MESSENGER_BUILD", "never");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    @Test
    void demoChangesTheTransportAndLosesNothing(@TempDir Path directory) throws Exception {
        Path plot = directory.resolve("plot.svg");
        try (Program demo = new Program(script("demo", "10", plot.toString()))) {
            assertEquals(0, demo.exitCode(), demo::output);
            assertTrue(RATE.matcher(demo.output()).find(), demo::output);
            for (String line : List.of("lost, repeated, reordered 0", "result OK")) {
                assertTrue(
                        demo.output()
                                .lines()
                                .anyMatch(l -> l.strip().replaceAll(" +", " ").equals(line)),
                        () -> "no line '" + line + "' in:\n" + demo.output());
            }
            for (String carrier : List.of("simple", "xio")) {
                assertTrue(demo.output().contains(carrier), demo::output);
            }
        }
        String svg = Files.readString(plot);
        assertTrue(svg.contains("update xio") && svg.contains("polyline") && svg.endsWith("</svg>\n"), svg);
    }

    @Test
    void interruptedDemoLeavesNoProcess() throws Exception {
        try (Program demo = new Program(script("demo", "600", "/tmp/messenger-demo-of-a-test.svg"))) {
            demo.await(RATE);
            List<ProcessHandle> containers = demo.handle().descendants().toList();
            assertTrue(containers.size() >= 2, demo::output);

            new ProcessBuilder("kill", "-INT", Long.toString(demo.handle().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();

            assertEquals(130, demo.exitCode(), demo::output);
            for (ProcessHandle container : containers) {
                assertFalse(container.isAlive(), () -> container + " " + container.info());
            }
        }
    }

    @Test
    void shellIsInteractive() throws Exception {
        String command = System.getProperty("messenger.script");
        ProcessBuilder terminal = script();
        terminal.command("script", "-qefc", "stty cols 120 rows 24; exec '" + command + "'", "/dev/null");
        terminal.environment().put("TERM", "xterm");
        try (Program shell = new Program(terminal)) {
            shell.await(PROMPT);
            shell.type("msgr:create osd.7 --bind tcp://127.0.0.1:0\n");
            shell.await(Pattern.compile("tcp://127\\.0\\.0\\.1:\\d+/\\d+"));
            shell.await(PROMPT);
            // Ctrl-C ends a line and no container
            shell.type("\u0003");
            shell.await(PROMPT);
            shell.type("exit 4\n");
            assertEquals(4, shell.exitCode(), shell::output);
        }
    }
}
