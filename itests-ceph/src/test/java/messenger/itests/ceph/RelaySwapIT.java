package messenger.itests.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ceph's bench through two relays in two namespaces, while what is between the relays changes from TCP to shared memory and
 * back: the client notices nothing.
 */
@Tag("ceph")
@Tag("root")
class RelaySwapIT {
    private static final String DAEMONS = "10.77.0.2";
    private static final String GATEWAY = "10.80.0.2";
    private static final int SIZE = 64 << 10;
    private static final int SWAPS = 10;
    private static final Duration BENCH = Duration.ofSeconds(25);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static final List<String> DIALLERS = new ArrayList<>();

    private static Network network;
    private static Cluster cluster;
    private static Client client;
    private static Container nearClients;

    @BeforeAll
    static void start() {
        network = new Network();
        Namespace daemons = network.namespace("daemons");
        Namespace clients = network.namespace("clients");
        Network.connect(daemons, GATEWAY + "/24", clients, "10.80.0.1/24");
        daemons.address(DAEMONS);
        clients.address(DAEMONS);
        Place place = new Place(daemons, DAEMONS);
        cluster = Cluster.start(directory, "none", place, List.of(place, place));
        client = cluster.client(clients);
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
        inner.nearDaemon(daemon, "client", between, address);
        DIALLERS.add(outer.nearClients(daemon, "client", address, between));
    }

    @AfterAll
    static void end() {
        network.close();
    }

    private static void swapAll(String type) {
        DIALLERS.forEach(dialler -> nearClients.execute("msgr:swap " + dialler + " " + type));
    }

    @Test
    void benchNoticesNothing() throws Exception {
        cluster.pool("swapped", 8, 1);
        CompletableFuture<String> bench = CompletableFuture.supplyAsync(() -> client.rados(
                BENCH.plus(LIMIT),
                "-p",
                "swapped",
                "bench",
                "" + BENCH.toSeconds(),
                "write",
                "-b",
                "" + SIZE,
                "--no-cleanup"));
        for (int swap = 0; swap < SWAPS; swap++) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
            swapAll(swap % 2 == 0 ? "simple" : "xio");
        }
        BenchResult written = BenchResult.parse("write", bench.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertTrue(written.operations() > 100, written::toString);
        CompletableFuture<String> reading = CompletableFuture.supplyAsync(
                () -> client.rados(BENCH.plus(LIMIT), "-p", "swapped", "bench", "" + BENCH.toSeconds(), "seq"));
        for (int swap = 0; swap < SWAPS && !reading.isDone(); swap++) {
            swapAll(swap % 2 == 0 ? "simple" : "xio");
        }
        // it compares what it reads with what was written, and fails if one object differs
        BenchResult read = BenchResult.parse("seq", reading.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertEquals(written.operations(), read.operations(), "objects read back");
        String sessions = nearClients.execute("msgr:sessions");
        System.out.println(written + "\n" + read + "\n" + sessions);
    }
}
