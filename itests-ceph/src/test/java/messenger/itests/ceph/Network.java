package messenger.itests.ceph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Network namespaces under names that nobody else has, and the processes in them. All of it is gone after {@link #close},
 * or when the JVM ends.
 */
final class Network implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String prefix = "messenger-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + "-";
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "end-" + prefix);

    Network() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Runs ip from iproute2. */
    static String ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(Arrays.asList(arguments));
        return Programs.run(LIMIT, command);
    }

    /** A new namespace, whose loopback interface is up. */
    synchronized Namespace namespace(String role) {
        Namespace namespace = new Namespace(this, role, prefix + role);
        try {
            ip("netns", "add", namespace.name());
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "a network namespace cannot be made: the tests with JUnit tag root need root with CAP_SYS_ADMIN and"
                            + " CAP_NET_ADMIN; ./messenger test --without ceph leaves them out",
                    e);
        }
        namespaces.add(namespace);
        ip("-n", namespace.name(), "link", "set", "lo", "up");
        return namespace;
    }

    /** Connects two namespaces by a cable, whose ends get addresses of one network, written ADDRESS/BITS. */
    static void connect(Namespace one, String addressOfOne, Namespace other, String addressOfOther) {
        String endOfOne = "to-" + other.role();
        String endOfOther = "to-" + one.role();
        ip("link", "add", endOfOne, "netns", one.name(), "type", "veth", "peer", endOfOther, "netns", other.name());
        ip("-n", one.name(), "address", "add", addressOfOne, "dev", endOfOne);
        ip("-n", other.name(), "address", "add", addressOfOther, "dev", endOfOther);
        ip("-n", one.name(), "link", "set", endOfOne, "up");
        ip("-n", other.name(), "link", "set", endOfOther, "up");
    }

    synchronized void owns(Process process) {
        processes.add(process);
    }

    /** Ends everything without warning: what runs here has nothing to save. */
    private synchronized void end() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> Programs.ends(process, LIMIT));
        processes.clear();
        namespaces.forEach(namespace -> ip("netns", "delete", namespace.name()));
        namespaces.clear();
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
