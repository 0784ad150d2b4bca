package messenger.examples.relay;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
 * Stands between two lossless peers, either of which may begin: what arrives by one session leaves by the other. Each peer
 * has one session, which outlives its links. A relay that is stopped passes on what it has taken, for 5 s; what is left then
 * is lost, as its sender counts on it.
 */
@Component(
        service = {},
        configurationPid = PeerRelay.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PeerRelay.Config.class, factory = true)
public final class PeerRelay implements Dispatcher {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Factory PID of relays between peers. */
    public static final String PID = "messenger.examples.relay.peers";

    private static final Logger LOG = LoggerFactory.getLogger(PeerRelay.class);

    /** Configuration of a relay. */
    @ObjectClassDefinition(
            name = "Relay between peers",
            description = "Carries what two lossless peers say to each other. A change takes effect at once.")
    public @interface Config {
        /** Endpoint that the near peer knows. */
        @AttributeDefinition(
                description =
                        "Name of the endpoint that the near peer knows, such as osd.1; it serves this relay alone")
        String near();

        /** Kind of the near peer. */
        @AttributeDefinition(description = "Kind of the near peer: mon, mds, osd, client or mgr")
        String near_type();

        /** Where the near peer is. */
        @AttributeDefinition(description = "The near peer's address, such as v1:192.0.2.1:6803/1234")
        String near_address();

        /** Endpoint that the far peer knows. */
        @AttributeDefinition(description = "Name of the endpoint that the far peer knows; it serves this relay alone")
        String far();

        /** Kind of the far peer. */
        @AttributeDefinition(description = "Kind of the far peer")
        String far_type();

        /** Where the far peer is. */
        @AttributeDefinition(description = "The far peer's address")
        String far_address();
    }

    /** One side: the endpoint that a peer knows, and the peer. */
    private record Side(Ends ends, String endpoint, EntityType type, EntityAddress address) {
        static Side of(Ends ends, String endpoint, String type, String address) {
            return new Side(
                    ends, EntityName.parse(endpoint).toString(), EntityType.parse(type), EntityAddress.parse(address));
        }

        Connection connection() {
            return ends.of(endpoint).connect(type, address);
        }

        boolean isPeerOf(Connection connection) {
            EntityAddress peer = connection.peerAddress();
            return peer.ip().equals(address.ip())
                    && peer.port() == address.port()
                    && (address.hasAnyNonce() || peer.nonce() == address.nonce());
        }
    }

    private final Side near;
    private final Side far;
    private final Direction toNear;
    private final Direction toFar;
    private final ExecutorService patient = Executors.newVirtualThreadPerTaskExecutor();
    private ServiceRegistration<Dispatcher> service;

    @Activate
    public PeerRelay(Config config, @Reference Ends ends) {
        near = Side.of(ends, config.near(), config.near_type(), config.near_address());
        far = Side.of(ends, config.far(), config.far_type(), config.far_address());
        toNear = new Direction(near::connection, patient);
        toFar = new Direction(far::connection, patient);
    }

    @Activate
    void begin(BundleContext context) {
        service = Ends.serve(context, this, near.endpoint(), far.endpoint());
    }

    @Deactivate
    void end() {
        service.unregister();
        patient.shutdown();
        try {
            if (!patient.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "messages between {} and {} are lost: they could not be passed on within {} ms",
                        near.address(),
                        far.address(),
                        PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            patient.shutdownNow();
        }
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
        Connection from = message.connection();
        if (near.isPeerOf(from)) {
            toFar.pass(message);
        } else if (far.isPeerOf(from)) {
            toNear.pass(message);
        } else {
            LOG.warn(
                    "{} is neither the near peer {} nor the far peer {}: its session is ended",
                    from.peerAddress(),
                    near.address(),
                    far.address());
            from.markDown();
        }
        return true;
    }
}
