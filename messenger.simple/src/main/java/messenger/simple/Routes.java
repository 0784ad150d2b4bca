package messenger.simple;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import messenger.api.EntityAddress;

/**
 * Where peers are reached that announce another address than they can be reached at: behind a translation of addresses, a
 * forwarded port, or a relay.
 *
 * @param byAddress by the announced IP address and port; port 0 stands for all others at that IP
 */
record Routes(Map<InetSocketAddress, InetSocketAddress> byAddress) {
    /** What the configuration allows. */
    static final String ALLOWED =
            "ANNOUNCED=REACHED, both tcp://HOST:PORT, or both with port 0 for all ports of a host";

    static final Routes DIRECT = new Routes(Map.of());

    Routes {
        byAddress = Map.copyOf(byAddress);
    }

    /**
     * Parses routes.
     *
     * @throws IllegalArgumentException naming the route and what is allowed
     */
    static Routes parse(List<String> texts) {
        Map<InetSocketAddress, InetSocketAddress> routes = new HashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            InetSocketAddress announced = socket(text, text.substring(0, Math.max(0, equals)));
            InetSocketAddress reached = socket(text, text.substring(equals + 1));
            if ((announced.getPort() == 0) != (reached.getPort() == 0)) {
                throw new IllegalArgumentException("route '" + text + "' has one port; allowed: " + ALLOWED);
            }
            if (routes.put(announced, reached) != null) {
                throw new IllegalArgumentException("route '" + text + "' is the second route for " + announced
                        + "; allowed: one for each address");
            }
        }
        return new Routes(routes);
    }

    private static InetSocketAddress socket(String route, String text) {
        try {
            EntityAddress address = EntityAddress.parse(text);
            if (address.scheme().equals(EntityAddress.TCP)) {
                return new InetSocketAddress(address.ip(), address.port());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("route '" + route + "': " + e.getMessage() + "; allowed: " + ALLOWED, e);
        }
        throw new IllegalArgumentException("route '" + route + "' is no route of TCP; allowed: " + ALLOWED);
    }

    /** Where to connect for an announced address. */
    InetSocketAddress to(EntityAddress announced) {
        InetAddress ip = announced.ip();
        InetSocketAddress address = new InetSocketAddress(ip, announced.port());
        if (byAddress.isEmpty()) {
            return address;
        }
        InetSocketAddress exact = byAddress.get(address);
        if (exact != null) {
            return exact;
        }
        InetSocketAddress host = byAddress.get(new InetSocketAddress(ip, 0));
        return host == null ? address : new InetSocketAddress(host.getAddress(), announced.port());
    }
}
