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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jar, as a process of its own. */
class RunnableJarIT {
    private static final List<String> COMMANDS = List.of(
            "msgr:create",
            "msgr:list",
            "msgr:remove",
            "msgr:bind",
            "msgr:stats",
            "msgr:connect",
            "msgr:sessions",
            "msgr:links",
            "msgr:markdown",
            "msgr:send",
            "msgr:ping",
            "example:server",
            "example:client",
            "example:load",
            "example:swapdemo",
            "example:relay",
            "example:relaypeers",
            "ceph:monmap");

    @TempDir
    Path directory;

    @Test
    void scriptFindsEveryCommand() throws Exception {
        Path script = Files.writeString(directory.resolve("commands.gosh"), """
                try {
                    echo (help)
                    echo (msgr:create osd.7 --bind tcp://127.0.0.1:0)
                    msgr:list | cat
                    echo (msgr:remove osd.7)
                    exit 3
                } {
                    echo ($exception toString)
                    exit 9
                }
                """);
        try (Program program = Program.container(directory.resolve("storage"), script.toString())) {
            assertEquals(3, program.exitCode(), program::output);
            assertTrue(program.output().contains("osd.7"), program::output);
            COMMANDS.forEach(command ->
                    assertTrue(program.output().contains(command), () -> "no " + command + " in " + program.output()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "xio"})
    void twoProcessesTalk(String scheme) throws Exception {
        Path scripts = Path.of(System.getProperty("demo.scripts"));
        try (Program server = Program.container(
                directory.resolve("server"),
                "--noshutdown " + scripts.resolve("server.gosh"),
                "-Ddemo.address=" + scheme + "://127.0.0.1:0")) {
            String address = server.await(TwoFrameworksIT.ADDRESS);
            try (Program client = Program.container(
                    directory.resolve("client"),
                    scripts.resolve("client.gosh").toString(),
                    "-Ddemo.address=" + address,
                    "-Ddemo.count=20000")) {
                assertEquals(0, client.exitCode(), client::output);
                Summary.assertFlawless(client.output());
                for (Program program : List.of(server, client)) {
                    assertFalse(program.output().contains("WARNING"), program::output);
                }
            }
        }
    }

    @Test
    void clientWaitsForItsServer() throws Exception {
        Path scripts = Path.of(System.getProperty("demo.scripts"));
        int port = FreePort.find();
        String address = "-Ddemo.address=tcp://127.0.0.1:" + port;
        try (Program client = Program.container(
                directory.resolve("client"), scripts.resolve("client.gosh").toString(), address, "-Ddemo.count=2000")) {
            client.await(Pattern.compile("nobody listens at .*; attempts go on"));
            try (Program server = Program.container(
                    directory.resolve("server"), "--noshutdown " + scripts.resolve("server.gosh"), address)) {
                server.await(TwoFrameworksIT.ADDRESS);
                assertEquals(0, client.exitCode(), client::output);
                Summary.assertFlawless(client.output());
            }
        }
    }

    @Test
    void clientWithoutServerFails() throws Exception {
        Path scripts = Path.of(System.getProperty("demo.scripts"));
        try (Program client = Program.container(
                directory.resolve("client"),
                scripts.resolve("client.gosh").toString(),
                "-Ddemo.address=tcp://127.0.0.1:" + FreePort.find(),
                "-Ddemo.seconds=1",
                "-Ddemo.timeout=1")) {
            assertEquals(1, client.exitCode(), client::output);
            assertTrue(client.output().contains("result       FAILED"), client::output);
        }
    }
}
