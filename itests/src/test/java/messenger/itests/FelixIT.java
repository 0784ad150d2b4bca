package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Felix framework distribution with our bundles, as docs/felix.md says. */
class FelixIT {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("felix.distribution"));
    private static final Pattern PORT = Pattern.compile(":(6800|6801|6901)");
    private static final List<String> PORTS = List.of("6800", "6801", "6901");

    @TempDir
    Path directory;

    @Test
    void pageIsTrue() throws Exception {
        Page page = new Page("felix.md");
        List<String> sh = page.examples("sh");
        List<String> gosh = page.examples("gosh");
        int[] ports = {FreePort.find(), FreePort.find(), FreePort.find()};
        Path felix = unpacked();
        Files.copy(Delivered.jar(), directory.resolve("messenger.jar"));
        Path fileInstall = Path.of(System.getProperty("felix.fileinstall"));
        Files.copy(fileInstall, directory.resolve(fileInstall.getFileName()));
        Program.sh(directory, sh.getFirst());

        try (Terminal console = new Terminal(felix, Terminal.DUMB, sh.get(1).strip())) {
            int bundles = active(console);
            List<String> installs = gosh.getFirst().lines().toList();
            for (String install : installs) {
                console.run(install);
            }
            assertEquals(bundles + installs.size(), active(console), console::output);

            String said = "";
            for (String command : withPorts(gosh.get(1), ports).lines().toList()) {
                said += console.run(command);
            }
            assertTrue(said.contains("10 of 10 came back"), said);

            page.writeFiles(felix);
            rewritePorts(felix.resolve("load/messenger.simple-osd1.cfg"), ports);
            rewritePorts(felix.resolve("load/messenger.xio-osd1.cfg"), ports);
            for (String address : List.of("tcp://127.0.0.1:" + ports[1], "xio://127.0.0.1:" + ports[2])) {
                console.runUntil("msgr:list", list -> list.contains(address));
                String ping = console.run("msgr:ping client.4100 osd " + address);
                assertTrue(ping.contains("10 of 10 came back"), ping);
            }

            Files.delete(felix.resolve("load/messenger.xio-osd1.cfg"));
            Files.delete(felix.resolve("load/messenger.simple-osd1.cfg"));
            Files.delete(felix.resolve("load/messenger.endpoint-osd1.cfg"));
            console.runUntil("msgr:list", list -> !list.contains("osd.1"));
            assertEquals(0, console.end("exit 0"), console::output);
        }
    }

    /** The distribution's folder, from what it consists of. */
    private Path unpacked() throws Exception {
        Path felix = directory.resolve("felix-framework");
        try (Stream<Path> all = Files.walk(DISTRIBUTION)) {
            for (Path from : all.toList()) {
                Files.copy(from, felix.resolve(DISTRIBUTION.relativize(from).toString()));
            }
        }
        return felix;
    }

    private static int active(Terminal console) throws Exception {
        return (int) console.run("lb")
                .lines()
                .filter(line -> line.contains("|Active "))
                .count();
    }

    private static void rewritePorts(Path file, int[] ports) throws Exception {
        Files.writeString(file, withPorts(Files.readString(file), ports));
    }

    /** The ports of the page are perhaps taken here. */
    private static String withPorts(String text, int[] ports) {
        return PORT.matcher(text).replaceAll(port -> ":" + ports[PORTS.indexOf(port.group(1))]);
    }
}
