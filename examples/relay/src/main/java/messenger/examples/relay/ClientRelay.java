package messenger.examples.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.MessageHeader;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for one daemon towards its clients: each session that a client opens is carried by a separate session with the
 * daemon, and ends with it.
 */
@Component(
        service = {},
        configurationPid = ClientRelay.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ClientRelay.Config.class, factory = true)
public final class ClientRelay implements Dispatcher {
    /** Factory PID of relays for clients. */
    public static final String PID = "messenger.examples.relay.clients";

    private static final Logger LOG = LoggerFactory.getLogger(ClientRelay.class);

    /** Configuration of a relay. */
    @ObjectClassDefinition(
            name = "Relay for clients",
            description = "Stands in for a daemon. A change ends the conversations that it carries.")
    public @interface Config {
        /** Endpoint that clients reach. */
        @AttributeDefinition(
                description =
                        "Name of the endpoint that stands in for the daemon, such as osd.0; it listens at the address"
                                + " that clients know, and serves this relay alone")
        String listen();

        /** Endpoint that dials. */
        @AttributeDefinition(
                description =
                        "Name of the endpoint that dials the daemon, such as client.9000; it serves this relay alone")
        String dial();

        /** Kind of the daemon. */
        @AttributeDefinition(description = "Kind of the daemon: mon, mds, osd or mgr")
        String daemon_type();

        /** Where the daemon is. */
        @AttributeDefinition(description = "The daemon's address, such as v1:192.0.2.1:6789/0")
        String daemon_address();
    }

    private final Ends ends;
    private final String listen;
    private final String dial;
    private final EntityType daemonType;
    private final EntityAddress daemonAddress;
    private final ExecutorService patient = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    /** Held while a session is opened and told its pair: its first message, or its end, may come sooner. */
    private final Object opening = new Object();

    private boolean ended;
    private ServiceRegistration<Dispatcher> service;

    @Activate
    public ClientRelay(Config config, @Reference Ends ends) {
        this.ends = ends;
        this.listen = EntityName.parse(config.listen()).toString();
        this.dial = EntityName.parse(config.dial()).toString();
        this.daemonType = EntityType.parse(config.daemon_type());
        this.daemonAddress = EntityAddress.parse(config.daemon_address());
    }

    @Activate
    void begin(BundleContext context) {
        service = Ends.serve(context, this, listen, dial);
    }

    @Deactivate
    void end() {
        service.unregister();
        stop();
    }

    /** Ends all conversations; new ones are not begun. */
    void stop() {
        synchronized (opening) {
            ended = true;
        }
        // what waits comes to sessions that have ended, and returns its share of the throttles
        pairs.forEach(Pair::end);
        patient.shutdown();
    }

    @Override
    public boolean canFastDispatch(MessageHeader header) {
        return true;
    }

    @Override
    public void fastDispatch(Message message) {
        dispatch(message);
    }

    @Override
    public boolean dispatch(Message message) {
        Pair pair = pair(message.connection());
        if (pair != null) {
            pair.pass(message);
        }
        return true;
    }

    /** The conversation that a session is half of; null if it has none any more. */
    private Pair pair(Connection connection) {
        if (connection.attachment() instanceof Pair pair) {
            return pair;
        }
        synchronized (opening) {
            if (connection.attachment() instanceof Pair pair) {
                return pair;
            }
            return connection.isClosed() ? null : open(connection);
        }
    }

    private Pair open(Connection client) {
        try {
            if (ended || !ends.of(listen).connections().contains(client)) {
                return null;
            }
            Connection daemon = ends.of(dial).connectSeparately(daemonType, daemonAddress);
            Pair pair = new Pair(client, daemon, patient);
            daemon.attach(pair);
            client.attach(pair);
            pairs.add(pair);
            return pair;
        } catch (RuntimeException e) {
            LOG.warn("{}: {} is refused: {}", listen, client.peerAddress(), e.getMessage());
            client.markDown();
            return null;
        }
    }

    @Override
    public void accepted(Connection connection) {
        pair(connection);
    }

    @Override
    public void reset(Connection connection) {
        Object pair;
        synchronized (opening) {
            pair = connection.attachment();
        }
        if (pair instanceof Pair ending) {
            pairs.remove(ending);
            ending.end();
        }
    }

    @Override
    public void refused(Connection connection) {
        reset(connection);
    }
}
