package messenger.itests.ceph;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A cluster of one monitor, {@code mon.a}, and OSDs that keep everything in memory. It ends with the network of its
 * namespaces.
 */
final class Cluster {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ClusterConfiguration configuration;
    private final Client admin;
    private final List<Daemon> osds = new ArrayList<>();

    private Cluster(ClusterConfiguration configuration) {
        this.configuration = configuration;
        this.admin = client(configuration.monitor().namespace());
    }

    /** Makes a cluster in an empty directory and starts it; returns when all its OSDs are up. */
    static Cluster start(Path directory, String authentication, Place monitor, List<Place> osds) {
        Cluster cluster =
                new Cluster(new ClusterConfiguration(UUID.randomUUID(), directory, authentication, monitor, osds));
        try {
            cluster.startMonitor();
            cluster.startOsds();
        } catch (IOException e) {
            throw new UncheckedIOException("no cluster could be made in " + directory, e);
        }
        return cluster;
    }

    private void startMonitor() throws IOException {
        Path directory = Files.createDirectories(configuration.directory());
        Path keyring = directory.resolve("keyring");
        Path map = directory.resolve("monmap");
        Files.createDirectories(directory.resolve("mon"));
        Files.writeString(file(), configuration.text());
        Namespace namespace = configuration.monitor().namespace();
        // mkfs wants a keyring even if nobody is authenticated
        namespace.run(
                LIMIT,
                "ceph-authtool",
                "--create-keyring",
                keyring.toString(),
                "--gen-key",
                "-n",
                "mon.",
                "--cap",
                "mon",
                "allow *");
        namespace.run(
                LIMIT,
                "monmaptool",
                "--create",
                "--fsid",
                configuration.fsid().toString(),
                "--addv",
                "a",
                "[" + configuration.monitorAddress() + "]",
                map.toString());
        namespace.run(
                LIMIT,
                "ceph-mon",
                "-c",
                file().toString(),
                "-i",
                "a",
                "--mkfs",
                "--monmap",
                map.toString(),
                "--keyring",
                keyring.toString());
        Daemon.start("mon", "a", namespace, directory)
                .await("mon_status", status -> "leader".equals(text(status, "state")));
    }

    private void startOsds() throws IOException {
        for (int number = 0; number < configuration.osds().size(); number++) {
            String id = Integer.toString(number);
            Namespace namespace = configuration.osds().get(number).namespace();
            String uuid = UUID.randomUUID().toString();
            Files.createDirectories(configuration.directory().resolve("osd" + id));
            admin.ceph("osd", "new", uuid, id);
            admin.ceph("osd", "crush", "add", "osd." + id, "1.0", "root=default", "host=host" + id);
            namespace.run(LIMIT, "ceph-osd", "-c", file().toString(), "-i", id, "--mkfs", "--osd-uuid", uuid);
            osds.add(Daemon.start("osd", id, namespace, configuration.directory()));
        }
        osds.forEach(osd -> osd.await("status", status -> "active".equals(text(status, "state"))));
    }

    private static String text(JsonElement object, String field) {
        return object.getAsJsonObject().get(field).getAsString();
    }

    /** The configuration file by which Ceph's programs find the cluster. */
    Path file() {
        return configuration.directory().resolve("ceph.conf");
    }

    UUID fsid() {
        return configuration.fsid();
    }

    /** As Ceph writes it. */
    String monitorAddress() {
        return configuration.monitorAddress();
    }

    /** Ceph's programs in a namespace. */
    Client client(Namespace namespace) {
        return new Client(namespace, file());
    }

    /** Ceph's programs beside the monitor. */
    Client admin() {
        return admin;
    }

    List<Daemon> osds() {
        return List.copyOf(osds);
    }

    /** Where the OSDs listen, by number. */
    List<OsdAddresses> addresses() {
        return OsdAddresses.of(admin.ask("osd", "dump").getAsJsonArray("osds"));
    }

    /** Makes a pool with a number of copies of each object. */
    Pool pool(String name, int groups, int copies) {
        String count = Integer.toString(groups);
        admin.ceph("osd", "pool", "create", name, count, count, "--size", Integer.toString(copies));
        return Pool.find(this, name);
    }
}
