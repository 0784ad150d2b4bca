package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in the runnable jars, as an operator and a script use them. */
class ShellIT {
    private static final Pattern PROMPT = Pattern.compile("g! ");
    private static final String PARTIES = """
            msgr:create osd.0 --policy client=stateful_server --bind tcp://127.0.0.1:0
            msgr:create client.4100 --policy osd=lossless_client
            address = (((msgr:list osd.0) get 0) address)
            """;

    @TempDir
    Path directory;

    /** Runs commands as the documentation says, and answers what was printed. */
    private String run(int code, String... commands) throws Exception {
        Path script =
                Files.writeString(directory.resolve("test.gosh"), """
                try {
                %s
                exit 0
                } {
                echo 'failed:' ($exception toString)
                exit 1
                }
                """.formatted(PARTIES + String.join("\n", commands)));
        try (Program program = Program.container(directory.resolve("storage"), "--quiet " + script)) {
            assertEquals(code, program.exitCode(), program::output);
            return program.output();
        }
    }

    private static void assertContains(String output, String... texts) {
        for (String text : texts) {
            assertTrue(output.contains(text), () -> "no '" + text + "' in " + output);
        }
    }

    @Test
    void scriptSucceedsAndReadsResults() throws Exception {
        String output = run(
                0,
                "ping = (msgr:ping -n 20 client.4100 osd $address)",
                "echo lost ($ping lost) of ($ping count)",
                "msgr:connect client.4100 osd $address",
                "echo ((msgr:send --ack -n 5 client.4100 $address 1000 hello) toString)",
                "msgr:drain -t 10 client.4100",
                "each (msgr:sessions client.4100) { echo is (($it session) state) }",
                "msgr:peers osd.0 | cat",
                "msgr:trace client.4100 $address | cat",
                "msgr:watch -n 1 -i 0.1 client.4100",
                "msgr:stats --json osd.0 | cat",
                "msgr:markdown --quiet --all client.4100",
                "echo left ((msgr:sessions client.4100) size)");

        assertContains(
                output,
                "lost 0 of 20",
                "client.4100 sent 5 of type 1000, 5 bytes each",
                "is OPEN",
                "CONNECTING -> OPEN: by simple",
                "1 sessions, 1 with a link; out 0.0 msg/s",
                "\"peerName\":\"client.4100\"",
                "left 0");
    }

    @Test
    void scriptFailsWhenNobodyAnswers() throws Exception {
        String output = run(1, "msgr:ping -n 1 -t 1 client.4100 osd tcp://127.0.0.1:" + FreePort.find());

        assertContains(output, "failed: java.lang.IllegalStateException: not connected to tcp://127.0.0.1:");
    }

    @Test
    void scriptFailsWhenDrainTakesTooLong() throws Exception {
        String output = run(
                1,
                "nowhere = 'tcp://127.0.0.1:" + FreePort.find() + "'",
                "msgr:connect client.4100 osd $nowhere",
                "msgr:send client.4100 $nowhere 1000 hello",
                "msgr:drain -t 0.2 client.4100");

        assertContains(output, "client.4100 is not drained after 200 ms: osd.? tcp://127.0.0.1:", "1 queued");
    }

    @Test
    void configurationIsChangedLiveAndChecked() throws Exception {
        String output = run(
                1,
                "msgr:config osd.0 idle.timeout=60000 crc.data=false | cat",
                "msgr:throttle osd.0 client --messages 77 | cat",
                "msgr:policy osd.0 client lossless_peer | cat",
                "msgr:inject osd.0 socket.failures=1000 | cat",
                "msgr:inject osd.0 --off | cat",
                "msgr:config osd.0 | cat",
                "msgr:policies osd.0 | cat",
                "msgr:config osd.0 idel.timeout=1");

        assertContains(
                output, "failed: java.lang.IllegalArgumentException: 'idel.timeout' is no key of osd.0; allowed:");
        assertRow(output, "idle.timeout", "60000", "900000", "messenger.endpoint~osd.0", "at once");
        assertRow(output, "crc.data", "false", "true", "messenger.simple~osd.0", "for new links");
        assertRow(output, "throttle.messages", "client=77", "-", "messenger.endpoint~osd.0", "at once");
        assertRow(output, "osd.0", "client", "lossless_peer", "false", "false", "true", "false", "77", "none");
    }

    private static void assertRow(String output, String... cells) {
        assertTrue(
                output.lines().anyMatch(line -> List.of(line.split(" {2,}")).equals(List.of(cells))),
                () -> "no " + List.of(cells) + " in " + output);
    }

    @Test
    @Tag("ceph")
    void wiresharkReadsACapture() throws Exception {
        Path early = directory.resolve("early.pcap");
        Path late = directory.resolve("late.pcap");
        String output = run(
                0,
                "msgr:capture osd.0 " + early,
                "msgr:connect client.4100 osd $address",
                // Ceph's PING, which is empty
                "msgr:send --ack -n 3 client.4100 $address 2 ''",
                "msgr:capture client.4100 --peer $address " + late,
                "msgr:send --ack -n 2 client.4100 $address 2 ''",
                "msgr:ping -n 2 client.4100 osd $address",
                "msgr:markdown client.4100 $address",
                "msgr:stopcapture | cat");

        assertContains(output, "stopped");
        assertEquals(5, pings(early), () -> frames(early));
        assertEquals(2, pings(late), () -> frames(late));
    }

    private static long pings(Path capture) throws Exception {
        // control frames are messages of a type that Wireshark does not know
        String worrying = "_ws.malformed || (_ws.expert.severity >= \"Warning\" && !(ceph.type == 0xffff))"
                + " || tcp.analysis.flags";
        assertEquals(List.of(), tshark(capture, "-Y", worrying), () -> frames(capture));
        List<String> names = tshark(capture, "-Y", "ceph", "-T", "fields", "-e", "_ws.col.Info");
        assertTrue(names.stream().anyMatch(name -> name.contains("Connect Reply")), names::toString);
        return names.stream().filter(name -> name.contains("Ping")).count();
    }

    private static String frames(Path capture) {
        try {
            return String.join("\n", tshark(capture));
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static List<String> tshark(Path capture, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor(), () -> "tshark (package tshark) failed: " + command);
        return lines;
    }

    @Test
    void interactiveShellCompletesAndWatches() throws Exception {
        ProcessBuilder terminal = new ProcessBuilder(
                "script",
                "-qefc",
                "stty cols 200 rows 30; exec '" + System.getProperty("messenger.script") + "'",
                "/dev/null");
        terminal.environment().put("TERM", "xterm");
        terminal.environment().put("MESSENGER_BUILD", "never");
        terminal.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try (Program shell = new Program(terminal)) {
            shell.await(PROMPT);
            shell.type("msgr:create osd.7 --bi\t");
            shell.await(Pattern.compile("--bind"));
            shell.type("tc\t");
            shell.await(Pattern.compile("tcp://"));
            shell.type("127.0.0.1:0\n");
            shell.await(Pattern.compile("name +osd\\.7"));
            shell.await(PROMPT);
            shell.type("msgr:config os\t");
            shell.await(Pattern.compile("osd\\.7"));
            shell.type("idle\t");
            shell.await(Pattern.compile("idle\\.timeout="));
            shell.type("60000\n");
            shell.await(Pattern.compile("messenger\\.endpoint~osd\\.7"));
            shell.await(PROMPT);
            shell.type("help msgr:ping\n");
            shell.await(Pattern.compile("SECONDS: between one and the next"));
            shell.await(PROMPT);
            shell.type("msgr:watch -i 0.1\n");
            // drawn in place: back to the line where it began
            shell.await(Pattern.compile("0 sessions, 0 with a link"));
            shell.await(Pattern.compile("\u001b\\[1A\r\u001b\\[J0 sessions"));
            shell.type("q");
            shell.await(PROMPT);
            shell.type("msgr:watch\n");
            shell.await(Pattern.compile("0 sessions, 0 with a link"));
            // Ctrl-C ends it as well
            shell.type("\u0003");
            shell.await(PROMPT);
            shell.type("exit 4\n");
            assertEquals(4, shell.exitCode(), shell::output);
        }
    }
}
