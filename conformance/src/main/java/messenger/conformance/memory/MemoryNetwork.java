package messenger.conformance.memory;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.api.BindException;
import messenger.api.EntityAddress;
import messenger.conformance.TransportUnderTest;
import messenger.spi.Endpoint;

/** The ports of one test, at which transports of its endpoints find each other. Thread safe. */
public final class MemoryNetwork implements TransportUnderTest {
    /** Scheme of addresses in memory. */
    public static final String SCHEME = "mem";

    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 0x10000 - FIRST_PORT;

    private final Map<Integer, MemoryTransport> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger chosen = new AtomicInteger();
    private final AtomicInteger transports = new AtomicInteger();
    private final String scheme;
    private final int ranking;

    /** A network of the usual scheme. */
    public MemoryNetwork() {
        this(SCHEME, 0);
    }

    /** A network of a scheme of its own, which is the transports' type as well. */
    public MemoryNetwork(String scheme, int ranking) {
        this.scheme = scheme;
        this.ranking = ranking;
    }

    String scheme() {
        return scheme;
    }

    int ranking() {
        return ranking;
    }

    EntityAddress at(int port, long nonce) {
        return new EntityAddress(scheme, InetAddress.getLoopbackAddress(), port, nonce);
    }

    @Override
    public EntityAddress anyPort() {
        return at(0, EntityAddress.ANY_NONCE);
    }

    @Override
    public AutoCloseable attach(Endpoint endpoint, List<EntityAddress> bind) {
        String name = scheme + "-" + endpoint.name() + "-" + transports.incrementAndGet();
        MemoryTransport transport = new MemoryTransport(this, name);
        try {
            transport.attach(endpoint, bind);
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
        return transport;
    }

    /** Who listens at a port, or null. */
    MemoryTransport listener(int port) {
        return listeners.get(port);
    }

    /** Takes the port, or with 0 any that is free and not to be avoided. */
    int bind(int port, Set<Integer> avoid, MemoryTransport transport) {
        if (port != 0) {
            if (listeners.putIfAbsent(port, transport) != null) {
                throw new BindException("cannot bind " + at(port, EntityAddress.ANY_NONCE) + ": the port is taken");
            }
            return port;
        }
        for (int tries = 0; tries < PORTS; tries++) {
            int candidate = FIRST_PORT + Math.floorMod(chosen.getAndIncrement(), PORTS);
            if (!avoid.contains(candidate) && listeners.putIfAbsent(candidate, transport) == null) {
                return candidate;
            }
        }
        throw new BindException("cannot bind " + anyPort() + ": all ports are taken or to be avoided");
    }

    void unbind(int port, MemoryTransport transport) {
        listeners.remove(port, transport);
    }
}
