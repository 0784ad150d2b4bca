package messenger.itests.ceph;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network of its own within this machine.
 *
 * @param role what it is for, short
 * @param name by which ip knows it
 */
record Namespace(Network network, String role, String name) {
    /** Adds an address of this namespace, beside those of its cables. */
    void address(String ip) {
        Network.ip("-n", name, "address", "add", ip + "/32", "dev", "lo");
    }

    void route(String ip, String gateway) {
        Network.ip("-n", name, "route", "add", ip, "via", gateway);
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(Arrays.asList(words));
        return command;
    }

    /** Starts a program here; it ends with the network at the latest. */
    Process start(Path output, String... words) {
        // ip becomes the program, so that the process is the program's
        Process process = Programs.start(output, command(words));
        network.owns(process);
        return process;
    }

    /** Runs a program here, as {@link Programs#run}. */
    String run(Duration limit, String... words) {
        return Programs.run(limit, command(words));
    }

    /** Whether somebody listens at a TCP port here. */
    boolean listensAt(int port) {
        return !run(Duration.ofSeconds(10), "ss", "-Hltn", "sport = :" + port).isBlank();
    }
}
