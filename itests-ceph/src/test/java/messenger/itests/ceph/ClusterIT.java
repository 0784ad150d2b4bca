package messenger.itests.ceph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the other tests take for granted of a cluster, without anything of ours in between. */
@Tag("ceph")
@Tag("root")
class ClusterIT {
    private static final String DAEMONS = "10.77.0.2";
    private static final String GATEWAY = "10.80.0.2";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Network network;
    private static Cluster cluster;
    private static Client client;

    @BeforeAll
    static void start() {
        network = new Network();
        Namespace daemons = network.namespace("daemons");
        Namespace clients = network.namespace("clients");
        Network.connect(daemons, GATEWAY + "/24", clients, "10.80.0.1/24");
        daemons.address(DAEMONS);
        clients.route(DAEMONS, GATEWAY);
        Place place = new Place(daemons, DAEMONS);
        cluster = Cluster.start(directory, "none", place, List.of(place, place));
        client = cluster.client(clients);
    }

    @AfterAll
    static void end() {
        network.close();
    }

    @Test
    void daemonsListenWhereTheMapSaysThatTheyDo() {
        List<OsdAddresses> addresses = cluster.addresses();
        assertEquals(2, addresses.size());
        for (int osd = 0; osd < addresses.size(); osd++) {
            for (String address : addresses.get(osd).all()) {
                assertTrue(address.startsWith("v1:" + DAEMONS + ":"), address);
                assertTrue(OsdAddresses.port(address) - ClusterConfiguration.firstPort(osd) < 4, address);
                assertEquals(
                        Long.toString(cluster.osds().get(osd).process().pid()), OsdAddresses.nonce(address), address);
            }
        }
    }

    @Test
    void objectsAreStoredTwiceAndReadBack() throws Exception {
        Pool pool = cluster.pool("twice", 8, 2);
        byte[] content = new byte[5_000_000];
        new Random(1).nextBytes(content);
        Path there = Files.write(directory.resolve("there"), content);
        Path back = directory.resolve("back");
        client.rados("-p", "twice", "put", "object", there.toString());
        client.rados("-p", "twice", "get", "object", back.toString());
        assertArrayEquals(content, Files.readAllBytes(back));
        assertEquals("object", client.rados("-p", "twice", "ls").strip());
        pool.awaitClean();
        assertEquals(Map.of(), pool.deepScrub());
    }

    @Test
    void deepScrubFindsACopyThatDiffers() throws Exception {
        Pool pool = cluster.pool("damaged", 4, 2);
        Path content = Files.writeString(directory.resolve("content"), "content");
        client.rados("-p", "damaged", "put", "object", content.toString());
        pool.awaitClean();
        cluster.osds().getFirst().socket().ask("truncobj", "pool", "damaged", "objname", "object", "len", 3);
        Map<String, String> wrong = pool.deepScrub();
        assertEquals(1, wrong.size(), wrong::toString);
        assertTrue(wrong.toString().contains("\"name\":\"object\""), wrong::toString);
    }
}
