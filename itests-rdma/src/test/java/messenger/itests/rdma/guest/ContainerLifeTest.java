package messenger.itests.rdma.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** The bundles in containers, with devices that are there, go and come back. */
@Tag("rdma")
@Timeout(300)
class ContainerLifeTest {
    private static final String AVAILABLE = "rdma.available";
    private static final Pattern ADDRESS = Pattern.compile("xio://[^/]+:\\d+");
    private static final long WAIT_SECONDS = Long.getLong("messenger.wait.seconds", 30);
    private static final Path RUNNABLE = Path.of(System.getProperty("messenger.jar"));
    private static final int MESSAGES = 500;

    @TempDir
    Path directory;

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(WAIT_SECONDS)) {
                fail("waited " + WAIT_SECONDS + " s in vain for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        boolean ended = process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, () -> String.join(" ", command) + " does not end");
        assertEquals(0, process.exitValue(), () -> String.join(" ", command));
    }

    /** Packets that a device has sent. */
    private static long packets(String device) throws IOException {
        return Long.parseLong(
                Files.readString(Path.of("/sys/class/infiniband", device, "ports/1/hw_counters/sent_pkts"))
                        .strip());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("messenger-xio"))
                .toList();
    }

    private static void assertListed(String listing, String device, String... texts) {
        List<String> lines =
                listing.lines().filter(line -> line.contains(device)).toList();
        for (String text : texts) {
            assertTrue(
                    lines.stream().anyMatch(line -> line.contains(text)),
                    () -> text + " of " + device + " in:\n" + listing);
        }
    }

    @Test
    void devicesAreListedAndCarryMessagesBetweenContainers() throws Exception {
        try (Container server = new Container(RUNNABLE, directory.resolve("server"));
                Container client = new Container(RUNNABLE, directory.resolve("client"))) {
            await("the condition", () -> server.hasCondition(AVAILABLE) && client.hasCondition(AVAILABLE));
            String listing = server.execute("msgr:devices");
            assertListed(listing, "rxe0", "1: ACTIVE", "10.77.0.1", "queue pairs ", "RoCE");
            assertListed(listing, "siw0", "1: ACTIVE", "queue pairs ", "iWARP");
            long before = packets("rxe0");

            Matcher address = ADDRESS.matcher(server.execute("example:server xio://10.77.0.1:0"));
            assertTrue(address.find());
            String summary = client.execute("example:client --count " + MESSAGES + " " + address.group());

            assertTrue(summary.contains("result") && summary.contains("OK"), summary);
            assertTrue(packets("rxe0") - before > MESSAGES / 25, () -> "packets of rxe0 beyond " + before);
        }
        assertEquals(List.of(), threads());
    }

    @Test
    void conditionGoesWithTheBundleAndWithTheDevices() throws Exception {
        try (Container container = new Container(RUNNABLE, directory)) {
            await("the condition", () -> container.hasCondition(AVAILABLE));
            Bundle xio = container.bundle("messenger.xio");
            xio.stop();
            assertFalse(container.hasCondition(AVAILABLE));
            assertEquals(List.of(), threads());
            xio.start();
            await("the condition of the bundle that is back", () -> container.hasCondition(AVAILABLE));

            run("rdma", "link", "delete", "rxe0");
            assertListed(container.execute("msgr:devices"), "siw0", "1: ACTIVE");
            assertTrue(container.hasCondition(AVAILABLE), "there is another device");
            run("rdma", "link", "delete", "siw0");
            await("the condition to go", () -> !container.hasCondition(AVAILABLE));
            String listing = container.execute("msgr:devices");
            assertTrue(listing.contains("unavailable: There is no RDMA device"), listing);

            run("rdma", "link", "add", "rxe0", "type", "rxe", "netdev", "dummy0");
            run("rdma", "link", "add", "siw0", "type", "siw", "netdev", "dummy1");
            await("the condition to be back", () -> container.hasCondition(AVAILABLE));
        }
    }
}
