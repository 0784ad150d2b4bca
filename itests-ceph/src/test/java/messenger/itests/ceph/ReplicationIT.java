package messenger.itests.ceph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two OSDs in two namespaces. Each namespace has the other OSD's address too, where a relay listens, so that all that they say
 * to each other passes two relays: replication from lossless peer to lossless peer, heartbeats as from clients.
 */
@Tag("ceph")
@Tag("root")
class ReplicationIT {
    private static final String MONITOR = "10.77.0.2";
    private static final List<String> OSDS = List.of("10.77.0.10", "10.77.0.11");
    private static final List<String> GATEWAYS = List.of("10.80.0.1", "10.80.0.2");
    private static final int FAILURES = 400;
    private static final int ENOUGH = 20;
    private static final int SECONDS = 15;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Network network;
    private static Cluster cluster;
    private static List<OsdAddresses> addresses;
    private static List<Container> containers;

    @BeforeAll
    static void start() {
        network = new Network();
        List<Namespace> sides = List.of(network.namespace("a"), network.namespace("b"));
        Network.connect(sides.get(0), GATEWAYS.get(0) + "/24", sides.get(1), GATEWAYS.get(1) + "/24");
        sides.get(0).address(MONITOR);
        sides.get(1).route(MONITOR, GATEWAYS.get(0));
        for (Namespace side : sides) {
            OSDS.forEach(side::address);
        }
        cluster = Cluster.start(
                directory,
                "none",
                new Place(sides.get(0), MONITOR),
                List.of(new Place(sides.get(0), OSDS.get(0)), new Place(sides.get(1), OSDS.get(1))));
        containers = List.of(
                Container.start(sides.get(0), directory.resolve("relay-a")),
                Container.start(sides.get(1), directory.resolve("relay-b")));
        List<Relays> relays = List.of(
                new Relays(sides.get(0), containers.get(0), FAILURES),
                new Relays(sides.get(1), containers.get(1), FAILURES));
        addresses = cluster.addresses();
        for (int own = 0; own < 2; own++) {
            relay(relays.get(own), own);
        }
        relays.forEach(Relays::awaitListening);
    }

    /** On the side of one OSD: stands in for the other towards it, and takes from the other relay what is meant for it. */
    private static void relay(Relays relays, int own) {
        int other = 1 - own;
        OsdAddresses here = addresses.get(own);
        OsdAddresses there = addresses.get(other);
        relays.clients("osd", "client", there.client(), gateway(there.client(), other));
        relays.clients("osd", "client", gateway(here.client(), own), here.client());
        for (int i = 0; i < 2; i++) {
            String farPing =
                    List.of(there.heartbeatFront(), there.heartbeatBack()).get(i);
            String nearPing =
                    List.of(here.heartbeatFront(), here.heartbeatBack()).get(i);
            relays.clients("osd", "osd", farPing, gateway(farPing, other));
            relays.clients("osd", "osd", gateway(nearPing, own), nearPing);
        }
        relays.peers(there.cluster(), here.cluster(), gateway(here.cluster(), own), gateway(there.cluster(), other));
    }

    /** Where the relay beside an OSD takes what is meant for that OSD. */
    private static String gateway(String address, int osd) {
        return address.replace(OSDS.get(osd), GATEWAYS.get(osd));
    }

    @AfterAll
    static void end() {
        network.close();
    }

    @Test
    void replicationSurvivesSocketFailuresOnBothSides() throws Exception {
        Pool pool = cluster.pool("twice", 8, 2);
        pool.awaitClean();
        Client client = cluster.admin();
        inject(FAILURES);

        byte[] content = new byte[10_000_000];
        new Random(3).nextBytes(content);
        Path there = Files.write(directory.resolve("there"), content);
        client.rados("-p", "twice", "put", "large", there.toString());
        Duration limit = Duration.ofMinutes(2);
        String duration = Integer.toString(SECONDS);
        client.rados(
                limit, "-p", "twice", "bench", duration, "write", "-b", "16384", "--no-cleanup", "--run-name", "run");
        assertTrue(reconnects() >= ENOUGH, () -> reconnects() + " links between peers were replaced");
        for (int osd = 0; osd < 2; osd++) {
            assertTrue(injected(osd) >= ENOUGH, "links to a relay that OSD " + osd + " broke: " + injected(osd));
            assertTrue(containers.get(osd).output().contains(": INJECTED: "), "links that relay " + osd + " broke");
        }

        inject(0);
        pool.awaitClean();
        client.rados(limit, "-p", "twice", "bench", duration, "seq", "--run-name", "run");
        Path back = directory.resolve("back");
        client.rados("-p", "twice", "get", "large", back.toString());
        assertArrayEquals(content, Files.readAllBytes(back));
        assertEquals(Map.of(), pool.deepScrub());
        assertEquals(addresses, cluster.addresses(), "an OSD that was taken for dead has new ones");
    }

    private static void inject(int failures) {
        cluster.osds().forEach(osd -> osd.socket().configure("ms_inject_socket_failures", failures));
    }

    /** How often links of the relays' sessions between peers were replaced. */
    private static int reconnects() {
        int count = 0;
        for (Container container : containers) {
            List<String[]> table = container
                    .execute("msgr:sessions | cat")
                    .lines()
                    .map(line -> line.strip().split(" +"))
                    .toList();
            for (String[] heading : table) {
                int column = List.of(heading).indexOf("RECONNECTS");
                if (column >= 0) {
                    count += table.stream()
                            .filter(row -> row.length == heading.length && row != heading)
                            .mapToInt(row -> Integer.parseInt(row[column]))
                            .sum();
                }
            }
        }
        return count;
    }

    /** How often an OSD broke a link between the cluster ports. */
    private static long injected(int osd) throws IOException {
        String link =
                addresses.get(osd).cluster() + " >> " + addresses.get(1 - osd).cluster();
        try (Stream<String> lines = Files.lines(directory.resolve("osd." + osd + ".log"))) {
            return lines.filter(line -> line.contains("injecting socket failure") && line.contains(link))
                    .count();
        }
    }
}
