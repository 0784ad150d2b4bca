package messenger.itests.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The command ceph:monmap and real monitors. */
@Tag("ceph")
@Tag("root")
class MonMapIT {
    private static final String OPEN = "10.77.0.2";
    private static final String GUARDED = "10.77.0.3";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Network network;
    private static Cluster cluster;
    private static Cluster guarded;
    private static Container container;

    @BeforeAll
    static void start() {
        network = new Network();
        Namespace namespace = network.namespace("all");
        namespace.address(OPEN);
        namespace.address(GUARDED);
        cluster = Cluster.start(directory.resolve("open"), "none", new Place(namespace, OPEN), List.of());
        guarded = Cluster.start(directory.resolve("guarded"), "cephx", new Place(namespace, GUARDED), List.of());
        container = Container.start(namespace, directory.resolve("container"));
        container.execute("msgr:create client.4100");
    }

    @AfterAll
    static void end() {
        network.close();
    }

    private static String failure(String arguments) {
        return assertThrows(IllegalStateException.class, () -> container.execute("ceph:monmap " + arguments))
                .getMessage();
    }

    @Test
    void mapIsPrinted() {
        String printed = container.execute("ceph:monmap client.4100 " + cluster.monitorAddress());
        assertTrue(printed.contains("fsid          " + cluster.fsid()), printed);
        assertTrue(printed.contains("epoch         1"), printed);
        assertTrue(printed.contains("RANK  NAME  ADDRESSES"), printed);
        assertTrue(printed.contains("   0  a     " + cluster.monitorAddress()), printed);
        assertEquals(-1, container.execute("msgr:sessions").indexOf("mon."), "no session is left");
    }

    @Test
    void resultIsAnObject() {
        String printed = container.execute("(ceph:monmap client.4100 %s) monitors".formatted(cluster.monitorAddress()));
        assertTrue(printed.contains("[v1:" + OPEN + ":6789/0]"), printed);
    }

    @Test
    void monitorThatWantsCephxIsNamed() {
        String why = failure("client.4100 " + guarded.monitorAddress());
        assertTrue(why.contains("cephx is not supported"), why);
    }

    @Test
    void absentMonitorIsNamed() {
        assertTrue(failure("client.4100 v1:" + OPEN + ":6790/0").contains("nobody listens at"));
    }

    @Test
    void absentEndpointIsNamed() {
        assertTrue(failure("client.7 " + cluster.monitorAddress()).contains("no endpoint client.7; make one"));
    }
}
