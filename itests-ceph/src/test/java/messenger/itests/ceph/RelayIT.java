package messenger.itests.ceph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two relays between Ceph's programs and a cluster. The address of the daemons exists twice: beside the clients, where one
 * relay listens at it, and beside the daemons, which the other relay dials. The clients' namespace has no other way to them.
 */
@Tag("ceph")
@Tag("root")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RelayIT {
    private static final String DAEMONS = "10.77.0.2";
    private static final String GATEWAY = "10.80.0.2";
    private static final String DIRECT_GATEWAY = "10.81.0.2";

    private static final int SMALL = 4 << 10;
    private static final int LARGE = 4 << 20;
    private static final Duration BENCH = Duration.ofSeconds(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Network network;
    private static Cluster cluster;
    private static Client relayed;
    private static Client direct;
    private static Container nearClients;

    @BeforeAll
    static void start() {
        network = new Network();
        Namespace daemons = network.namespace("daemons");
        Namespace clients = network.namespace("clients");
        Namespace others = network.namespace("others");
        Network.connect(daemons, GATEWAY + "/24", clients, "10.80.0.1/24");
        Network.connect(daemons, DIRECT_GATEWAY + "/24", others, "10.81.0.1/24");
        daemons.address(DAEMONS);
        clients.address(DAEMONS);
        others.route(DAEMONS, DIRECT_GATEWAY);
        Place place = new Place(daemons, DAEMONS);
        cluster = Cluster.start(directory, "none", place, List.of(place, place));
        relayed = cluster.client(clients);
        direct = cluster.client(others);

        Container nearDaemons = Container.start(daemons, directory.resolve("near-daemons"));
        nearClients = Container.start(clients, directory.resolve("near-clients"));
        Relays inner = new Relays(daemons, nearDaemons, 0);
        Relays outer = new Relays(clients, nearClients, 0);
        relay(inner, outer, "mon", cluster.monitorAddress());
        cluster.addresses().forEach(osd -> relay(inner, outer, "osd", osd.client()));
        inner.awaitListening();
        outer.awaitListening();
    }

    private static void relay(Relays inner, Relays outer, String daemon, String address) {
        String between = address.replace(DAEMONS, GATEWAY);
        inner.clients(daemon, "client", between, address);
        outer.clients(daemon, "client", address, between);
    }

    @AfterAll
    static void end() {
        network.close();
    }

    @Test
    @Order(1)
    void commandsToTheMonitorSucceed() {
        String status = relayed.ceph("-s");
        assertTrue(status.contains(cluster.fsid().toString()), status);
        assertTrue(status.contains("osd: 2 osds: 2 up"), status);
        relayed.ceph("osd", "pool", "create", "by-relay", "8", "8");
        assertEquals("by-relay", direct.ceph("osd", "pool", "ls").strip());
        String before;
        String through;
        String after;
        do {
            // the map may change while it is asked for
            before = direct.ceph("osd", "dump");
            through = relayed.ceph("osd", "dump");
            after = direct.ceph("osd", "dump");
        } while (!before.equals(after));
        assertEquals(after, through);
    }

    @Test
    @Order(2)
    void objectsAreTheSameOnBothWays() throws Exception {
        cluster.pool("objects", 8, 2);
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 4096, 1_000_003, 20_000_000}) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            Path file = Files.write(directory.resolve("there"), content);
            put(relayed, "relayed" + size, file);
            put(direct, "direct" + size, file);
            for (String name : List.of("relayed" + size, "direct" + size)) {
                assertArrayEquals(content, get(relayed, name), name);
                assertArrayEquals(content, get(direct, name), name);
            }
        }
        assertEquals(sorted(direct.rados("-p", "objects", "ls")), sorted(relayed.rados("-p", "objects", "ls")));
        assertEquals(10, sorted(relayed.rados("-p", "objects", "ls")).size());
    }

    private static void put(Client client, String name, Path file) {
        client.rados("-p", "objects", "put", name, file.toString());
    }

    private static byte[] get(Client client, String name) throws Exception {
        Path file = directory.resolve("back");
        client.rados("-p", "objects", "get", name, file.toString());
        return Files.readAllBytes(file);
    }

    private static List<String> sorted(String lines) {
        return Arrays.stream(lines.split("\n")).sorted().toList();
    }

    @Test
    @Order(3)
    void benchesSucceedAndTellTheOverhead() throws Exception {
        cluster.pool("bench", 8, 1);
        Overhead overhead = new Overhead(direct, relayed, "bench");
        overhead.measure(SMALL, 20_000);
        overhead.measure(LARGE, 128);
        overhead.runRelayed(SMALL, BENCH);
        // what is written stays in memory, so not as fast as it could
        slowDown(0.1);
        overhead.runRelayed(LARGE, BENCH);
        slowDown(0);
        String report = overhead.report();
        System.out.println(report);
        Files.writeString(Path.of(System.getProperty("overhead.report")), report);
    }

    /** Has the OSDs wait before each operation. */
    private static void slowDown(double seconds) {
        for (Daemon osd : cluster.osds()) {
            osd.socket().configure("osd_debug_inject_dispatch_delay_duration", seconds);
            osd.socket().configure("osd_debug_inject_dispatch_delay_probability", seconds > 0 ? 1 : 0);
        }
    }

    @Test
    @Order(4)
    void withoutTheRelayNothingArrives() {
        nearClients.close();
        assertThrows(IllegalStateException.class, () -> relayed.ceph("--connect-timeout", "3", "-s"));
        assertTrue(direct.ceph("-s").contains("osd: 2 osds: 2 up"));
    }
}
