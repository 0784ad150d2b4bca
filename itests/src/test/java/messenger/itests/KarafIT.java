package messenger.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The released Karaf, as docs/karaf.md says. */
class KarafIT {
    private static final Pattern BUNDLE = Pattern.compile("(?m)^ *(\\d+)\\|(\\S+) *\\| *\\d+\\|([\\w.]+) \\(");
    private static final Pattern COMPONENT = Pattern.compile("Id: (\\d+), State:\\w+, PID\\(s\\): \\[(.*?)]");
    private static final Pattern RATE = Pattern.compile("\\d+ s +sent \\d+ +dispatched [1-9]\\d*");

    @TempDir
    Path directory;

    @Test
    void endpointsOfConfigurationFilesTalk() throws Exception {
        try (Karaf karaf = new Karaf(directory, Terminal.DUMB)) {
            Terminal console = karaf.console();
            console.runUntil("msgr:list", list -> list.contains(karaf.address()) && list.contains(karaf.xioAddress()));
            console.run("msgr:create client.4100");
            for (String address : List.of(karaf.address(), karaf.xioAddress())) {
                String ping = console.run("msgr:ping client.4100 osd " + address);
                assertTrue(ping.contains("10 of 10 came back"), ping);
            }
            String help = console.run("help msgr:ping");
            assertTrue(help.contains("PEERTYPE"), help);

            // an edited file takes effect, and nothing is restarted for it
            String nonce = nonce(console);
            Map<String, String> components = components(console);
            assertEquals(
                    3,
                    components.keySet().stream()
                            .filter(pid -> pid.contains("osd0"))
                            .count(),
                    components::toString);
            assertTrue(throttle(console.run("msgr:stats osd.0"), 1000));
            karaf.change("messenger.endpoint-osd0.cfg", "client=1000", "client=77");
            console.runUntil("msgr:stats osd.0", stats -> throttle(stats, 77));
            assertEquals(nonce, nonce(console));
            assertEquals(components, components(console));

            assertEquals(0, console.end("exit 0"), console::output);
            assertEquals(
                    "",
                    karaf.log()
                            .lines()
                            .filter(line -> line.contains("| ERROR |"))
                            .collect(Collectors.joining("\n")));
        }
    }

    private static boolean throttle(String stats, int limit) {
        return Pattern.compile("client\\.messages +\\d+ +" + limit + " ")
                .matcher(stats)
                .find();
    }

    private static String nonce(Terminal console) throws Exception {
        var address = Pattern.compile("tcp://127.0.0.1:\\d+/\\d+").matcher(console.run("msgr:list"));
        assertTrue(address.find(), console::output);
        return address.group();
    }

    /** Ids of component configurations by PID. */
    private static Map<String, String> components(Terminal console) throws Exception {
        return COMPONENT
                .matcher(console.run("scr:list"))
                .results()
                .collect(Collectors.toMap(c -> c.group(2), c -> c.group(1)));
    }

    @Test
    void commandsAreCompleted() throws Exception {
        try (Karaf karaf = new Karaf(directory, Terminal.XTERM)) {
            karaf.console().type("msgr:pi\t");
            karaf.console().await("msgr:ping");
        }
    }

    @Test
    void transportIsUpdatedWhileMessagesFlow() throws Exception {
        try (Karaf karaf = new Karaf(directory, Terminal.DUMB)) {
            Terminal console = karaf.console();
            karaf.defineFeatures();
            karaf.install();
            karaf.write("messenger.examples.pingpong-osd0.cfg", "messenger.endpoint = osd.0\n");
            console.runUntil("scr:list", list -> list.contains("messenger.examples.pingpong~osd0"));
            Map<String, Integer> ids = bundles(console);
            Path newer = directory.resolve("messenger.simple-1.1.0.jar");
            try (InputStream bundle = Jars.withVersion(simple(), "1.1.0")) {
                Files.copy(bundle, newer);
            }
            Map<Integer, String> modified = modified(console, ids);
            Map<String, String> components = components(console);

            Path script = Path.of(System.getProperty("demo.scripts"), "client.gosh");
            try (Program client = Program.container(
                    directory.resolve("client"),
                    script.toString(),
                    "-Ddemo.address=" + karaf.address(),
                    "-Ddemo.count=0",
                    "-Ddemo.seconds=6")) {
                client.await(RATE);
                int simple = ids.get("messenger.simple");
                console.run("update " + simple + " " + newer.toUri());
                client.await(RATE);
                assertEquals(0, client.exitCode(), client::output);
                Summary.assertFlawless(client.output());

                assertTrue(console.run("lb messenger").contains("messenger.simple (1.1.0)"), console::output);
                Map<Integer, String> after = modified(console, ids);
                assertFalse(after.remove(simple).equals(modified.remove(simple)), console::output);
                assertEquals(modified, after);
                Map<String, String> componentsAfter = components(console);
                assertFalse(componentsAfter
                        .remove("messenger.simple~osd0")
                        .equals(components.remove("messenger.simple~osd0")));
                assertEquals(components, componentsAfter);
            }
        }
    }

    private Path simple() throws IOException {
        return Delivered.bundles(Delivered.jar(), directory.resolve("bundles")).stream()
                .filter(jar -> jar.getFileName().toString().startsWith("messenger.simple-"))
                .findFirst()
                .orElseThrow();
    }

    /** Ids of all active bundles. */
    private static Map<String, Integer> bundles(Terminal console) throws Exception {
        return BUNDLE.matcher(console.run("lb -s"))
                .results()
                .filter(bundle -> bundle.group(2).equals("Active"))
                .collect(Collectors.toMap(bundle -> bundle.group(3), bundle -> Integer.valueOf(bundle.group(1))));
    }

    private static Map<Integer, String> modified(Terminal console, Map<String, Integer> ids) throws Exception {
        String all = console.run("each [($.context getBundles)] { echo modified ($it bundleId) ($it lastModified) }");
        Map<Integer, String> modified = Pattern.compile("modified (\\d+) (\\d+)")
                .matcher(all)
                .results()
                .collect(Collectors.toMap(bundle -> Integer.valueOf(bundle.group(1)), bundle -> bundle.group(2)));
        assertTrue(modified.keySet().containsAll(ids.values()), all);
        return modified;
    }

    @Test
    void uninstalledFeaturesLeaveNothing() throws Exception {
        try (Karaf karaf = new Karaf(directory, Terminal.DUMB)) {
            Terminal console = karaf.console();
            Map<String, Integer> before = bundles(console);
            karaf.defineFeatures();
            karaf.install();
            assertTrue(bundles(console).containsKey("messenger.examples.pingpong"), console::output);
            new Socket(InetAddress.getLoopbackAddress(), karaf.port()).close();
            karaf.uninstall("messenger-examples");
            assertEquals(before, bundles(console));

            karaf.uninstall("messenger-shell");
            karaf.uninstall("messenger-tcp");
            karaf.uninstall("messenger-xio");
            List<String> left = bundles(console).keySet().stream()
                    .filter(name -> name.startsWith("messenger"))
                    .toList();
            assertEquals(List.of(), left);
            assertThrows(
                    ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), karaf.port()).close());
            String threads = console.run("((($.context class) forName java.lang.Thread) getAllStackTraces) keySet");
            assertTrue(threads.contains("FelixDispatchQueue"), threads);
            assertFalse(threads.contains("messenger-"), threads);
        }
    }
}
