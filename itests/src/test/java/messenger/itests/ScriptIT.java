package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The script by which people start containers. */
class ScriptIT {
    private static final Pattern RATE = Pattern.compile("\\d+ s +sent \\d+ +dispatched \\d+ +\\d+ msgs/s");

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
    void demoStreamsAndSucceeds() throws Exception {
        try (Program demo = new Program(script("demo", "3"))) {
            assertEquals(0, demo.exitCode(), demo::output);
            assertTrue(RATE.matcher(demo.output()).find(), demo::output);
            Summary.assertFlawless(demo.output());
        }
    }

    @Test
    void interruptedDemoLeavesNoProcess() throws Exception {
        try (Program demo = new Program(script("demo", "600"))) {
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
