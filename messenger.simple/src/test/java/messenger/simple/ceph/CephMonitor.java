package messenger.simple.ceph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import messenger.api.EntityAddress;

/**
 * A real monitor, {@code mon.a}, the only one of its cluster: on the loopback interface, messenger v1, authentication
 * none. All its state is in one directory, and it ends with the JVM at the latest.
 */
final class CephMonitor implements AutoCloseable {
    private static final Duration TERMINATION = Duration.ofSeconds(10);

    /** Below the ports that the system gives to clients: while the monitor is down, none of them may get its port. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;
    private static final int PORT_ATTEMPTS = 100;
    private static final int LOG_LINES = 20;

    private final CephProgram daemon = CephProgram.named("ceph-mon");
    private final CephProgram client = CephProgram.named("ceph");
    private final UUID fsid = UUID.randomUUID();
    private final int port = freePort();
    private final Path directory;
    private final Path configuration;
    private final Path output;
    private final Path adminSocket;
    private Process process;
    private Thread atExit;

    private CephMonitor(Path directory) {
        this.directory = directory;
        this.configuration = directory.resolve("ceph.conf");
        this.output = directory.resolve("mon.out");
        this.adminSocket = directory.resolve("mon.asok");
    }

    /** Creates a cluster in an empty directory and starts its monitor; returns when that is the leader. */
    static CephMonitor start(Path directory) {
        CephMonitor monitor = new CephMonitor(directory);
        try {
            monitor.create();
        } catch (IOException e) {
            throw new UncheckedIOException("no cluster could be made in " + directory, e);
        }
        monitor.restart();
        return monitor;
    }

    private static int freePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // taken, try another
            }
        }
        throw new IllegalStateException("no free port found in " + FIRST_PORT + ".." + LAST_PORT);
    }

    private void create() throws IOException {
        Path data = Files.createDirectories(directory.resolve("mon"));
        Path keyring = directory.resolve("keyring");
        Path map = directory.resolve("monmap");
        Files.writeString(configuration, configuration(data, keyring));
        // mkfs wants a keyring even if nobody is authenticated
        CephProgram.named("ceph-authtool")
                .run("--create-keyring", keyring.toString(), "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        CephProgram.named("monmaptool")
                .run("--create", "--fsid", fsid.toString(), "--addv", "a", "[" + addressText() + "]", map.toString());
        daemon.run(
                "-c",
                configuration.toString(),
                "-i",
                "a",
                "--mkfs",
                "--monmap",
                map.toString(),
                "--keyring",
                keyring.toString());
    }

    private String configuration(Path data, Path keyring) {
        return """
                [global]
                fsid = %s
                mon_initial_members = a
                mon_host = [%s]
                auth_cluster_required = none
                auth_service_required = none
                auth_client_required = none
                ms_bind_msgr1 = true
                ms_bind_msgr2 = false
                ms_max_backoff = 1
                public_network = 127.0.0.0/8
                public_addr = 127.0.0.1
                run_dir = %s
                log_file = %s
                keyring = %s
                mon_data_avail_warn = 1
                mon_data_avail_crit = 1
                [mon.a]
                mon_data = %s
                admin_socket = %s
                """.formatted(fsid, addressText(), directory, directory.resolve("mon.log"), keyring, data, adminSocket);
    }

    /** The cluster's identity. */
    UUID fsid() {
        return fsid;
    }

    /** As Ceph writes it. */
    String addressText() {
        return "v1:127.0.0.1:" + port + "/0";
    }

    EntityAddress address() {
        return EntityAddress.parse(addressText());
    }

    /** The configuration file by which Ceph's programs find the cluster. */
    Path configuration() {
        return configuration;
    }

    /** Asks the monitor through its admin socket; the answer is JSON. */
    String ask(String command) {
        return client.run("--admin-daemon", adminSocket.toString(), command);
    }

    /** Starts the monitor if it does not run; returns when it is the leader. */
    void restart() {
        if (process != null && process.isAlive()) {
            return;
        }
        // -f: stays in the foreground, so that the process is the daemon
        Process started = daemon.start(output, "-c", configuration.toString(), "-i", "a", "-f");
        process = started;
        atExit = new Thread(started::destroyForcibly, "kill-ceph-mon-" + started.pid());
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            Wait.until(() -> "ceph-mon to become leader" + log(), this::leads);
        } catch (AssertionError | RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean leads() {
        if (!process.isAlive()) {
            throw new IllegalStateException("ceph-mon ended with " + process.exitValue() + log());
        }
        if (!Files.exists(adminSocket)) {
            return false;
        }
        try {
            return ask("mon_status").contains("\"state\": \"leader\"");
        } catch (IllegalStateException notYetListening) {
            return false;
        }
    }

    private String log() {
        if (!Files.exists(output)) {
            return "";
        }
        try {
            List<String> lines = Files.readAllLines(output);
            return "; its last words: "
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "; " + output + " cannot be read: " + e.getMessage();
        }
    }

    /** Ends the monitor without warning (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        ended();
    }

    private void ended() {
        if (!CephProgram.ends(process, TERMINATION)) {
            throw new IllegalStateException("ceph-mon (" + process.pid() + ") has not ended within " + TERMINATION);
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            if (!CephProgram.ends(process, TERMINATION)) {
                process.destroyForcibly();
            }
            ended();
        }
    }
}
