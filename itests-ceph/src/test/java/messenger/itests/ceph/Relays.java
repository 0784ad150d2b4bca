package messenger.itests.ceph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The relays of one container. Each has two endpoints of its own: one that stands in for a daemon, under its address and
 * nonce, and one that reaches it.
 */
final class Relays {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Namespace namespace;
    private final Container container;
    private final Map<String, String> faults;
    private final List<Integer> ports = new ArrayList<>();
    private int parties;

    /**
     * Relays without any so far.
     *
     * @param failures of I/O calls on links between peers, one in so many fails; 0 for none
     */
    Relays(Namespace namespace, Container container, int failures) {
        this.namespace = namespace;
        this.container = container;
        this.faults = failures == 0
                ? Map.of()
                : Map.of("inject.socket.failures", Integer.toString(failures), "max.backoff", "500");
    }

    /** A name that no other endpoint of the container has. */
    private String party(String type) {
        return type + "." + (9000 + parties++);
    }

    /** Has an endpoint speak xio as well, over shared memory; it listens unless the address is empty. */
    private void alsoXio(String name, String bind) {
        Map<String, String> transport = new LinkedHashMap<>(Map.of("endpoint", name, "fabric", "shm", "portals", "1"));
        if (!bind.isEmpty()) {
            transport.put("bind", bind);
        }
        container.configure(new Settings("messenger.xio", name, transport));
    }

    private String endpoint(String name, String address, String policy, Map<String, String> more) {
        Map<String, String> values = new LinkedHashMap<>(Map.of("name", name, "policy.default", policy));
        values.putAll(more);
        Map<String, String> transport = new LinkedHashMap<>(Map.of("endpoint", name, "threads", "1"));
        if (!address.isEmpty()) {
            transport.put("bind", "tcp://" + hostAndPort(address));
            ports.add(OsdAddresses.port(address));
            values.put("nonce", OsdAddresses.nonce(address));
        }
        container.configure(new Settings("messenger.endpoint", name, values));
        container.configure(new Settings("messenger.simple", name, transport));
        return name;
    }

    private static String hostAndPort(String address) {
        return address.substring("v1:".length(), address.lastIndexOf('/'));
    }

    /**
     * Stands in for a daemon towards lossy clients.
     *
     * @param daemon type of the daemon
     * @param client type of the party that dials it
     * @param listen the address under which clients know the daemon
     * @param dial where the daemon, or the next relay, is
     */
    void clients(String daemon, String client, String listen, String dial) {
        String near = party(daemon);
        String far = party(client);
        relay(near, far, daemon, dial);
        endpoint(far, "", "lossy_client", Map.of());
        endpoint(near, listen, "stateless_server", Map.of());
    }

    /**
     * Stands in for a daemon towards lossy clients, next to them: what goes on to the next relay is lossless, and may change
     * its transport.
     *
     * @param listen the address under which clients know the daemon
     * @param next where the next relay is
     * @return the endpoint that dials the next relay
     */
    String nearClients(String daemon, String client, String listen, String next) {
        String near = party(daemon);
        String far = party(client);
        relay(near, far, daemon, next);
        alsoXio(endpoint(far, "", "lossless_client", Map.of()), "");
        endpoint(near, listen, "stateless_server", Map.of());
        return far;
    }

    /**
     * Stands in for a daemon towards relays near clients.
     *
     * @param listen where those dial
     * @param daemonAddress where the daemon is
     */
    void nearDaemon(String daemon, String client, String listen, String daemonAddress) {
        String near = party(daemon);
        String far = party(client);
        relay(near, far, daemon, daemonAddress);
        endpoint(far, "", "lossy_client", Map.of());
        // a client that ends leaves its side of the session behind
        alsoXio(
                endpoint(near, listen, "stateful_server", Map.of("standby.timeout", "10000")),
                "xio://" + hostAndPort(listen));
    }

    private void relay(String near, String far, String daemon, String address) {
        container.configure(new Settings(
                "messenger.examples.relay.clients",
                near,
                Map.of("listen", near, "dial", far, "daemon.type", daemon, "daemon.address", address)));
    }

    /**
     * Stands between two OSDs.
     *
     * @param listen the address under which the near one knows the far one
     * @param near address of the near one
     * @param gateway where this relay listens for the next
     * @param far where the next relay is
     */
    void peers(String listen, String near, String gateway, String far) {
        String nearSide = party("osd");
        String farSide = party("osd");
        container.configure(new Settings(
                "messenger.examples.relay.peers",
                nearSide,
                Map.of(
                        "near", nearSide,
                        "near.type", "osd",
                        "near.address", near,
                        "far", farSide,
                        "far.type", "osd",
                        "far.address", far)));
        endpoint(farSide, gateway, "lossless_peer", faults);
        endpoint(nearSide, listen, "lossless_peer", faults);
    }

    /** Waits until all of them listen. */
    void awaitListening() {
        Await.until(
                LIMIT,
                () -> ports.stream().allMatch(namespace::listensAt),
                () -> "ports " + ports + " to be open; " + container.output());
    }
}
