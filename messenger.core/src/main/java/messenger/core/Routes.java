package messenger.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import messenger.api.EntityAddress;

/** The ways to a session's peer: a transport of this side, and an address of the peer that it reaches. */
final class Routes {
    private final Session session;
    private final CoreEndpoint endpoint;

    /** A way. */
    record Route(AttachedTransport transport, EntityAddress address) {}

    Routes(Session session) {
        this.session = session;
        this.endpoint = session.endpoint();
    }

    /**
     * The ways, the best first.
     *
     * @param first type of the transport that is better than all others, or null
     */
    List<Route> byPreference(String first) {
        List<Route> routes = announced(first);
        boolean told = !routes.isEmpty();
        if (!session.begunByPeer() || canonical() == null) {
            AttachedTransport own = endpoint.transportFor(session.peerAddress().scheme());
            add(routes, own, session.peerAddress());
        }
        if (!told && canonical() != null) {
            // a transport that comes next to an endpoint takes the port that it had
            for (AttachedTransport transport : transports(first)) {
                add(routes, transport, at(transport.scheme(), canonical()));
            }
        }
        return routes;
    }

    private static void add(List<Route> routes, AttachedTransport transport, EntityAddress address) {
        if (transport != null && routes.stream().noneMatch(r -> r.address().equals(address))) {
            routes.add(new Route(transport, address));
        }
    }

    /** The ways to where the peer says that it listens, the best first. */
    List<Route> announced(String first) {
        List<Route> routes = new ArrayList<>();
        for (AttachedTransport transport : transports(first)) {
            for (EntityAddress address : session.acquaintance().addresses()) {
                if (address.scheme().equals(transport.scheme())) {
                    routes.add(new Route(transport, address));
                }
            }
        }
        return routes;
    }

    private EntityAddress canonical() {
        return session.acquaintance().canonical();
    }

    private static EntityAddress at(String scheme, EntityAddress where) {
        return new EntityAddress(scheme, where.ip(), where.port(), where.nonce());
    }

    private List<AttachedTransport> transports(String first) {
        return endpoint.transports().stream()
                .sorted(Comparator.comparing((AttachedTransport t) -> !t.type().equals(first))
                        .thenComparing(AttachedTransport::ranking, Comparator.reverseOrder()))
                .toList();
    }
}
