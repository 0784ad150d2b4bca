package messenger.spi;

import java.util.List;
import java.util.Set;
import messenger.api.BindException;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import org.osgi.annotation.versioning.ConsumerType;

/** One way to reach peers, attached to one endpoint. Methods may be called by any thread and never wait for a peer. */
@ConsumerType
public interface Transport {
    /** Short name, such as {@code simple}. */
    String type();

    /** Scheme of the addresses it reaches and binds, such as {@code tcp}. */
    String scheme();

    /** Of two transports that reach a peer, the one with the higher ranking carries the session. */
    default int ranking() {
        return 0;
    }

    /** Where it listens, with the endpoint's nonce. */
    List<EntityAddress> addresses();

    /**
     * Listens at an address.
     *
     * @param avoidPorts ports not to choose when {@code address} has port 0
     * @throws BindException naming the address and the reason
     */
    EntityAddress bind(EntityAddress address, Set<Integer> avoidPorts);

    /** Stops listening everywhere; links stay. */
    void unbind();

    /**
     * Starts a link to an address. Whether it succeeds, the handler is told: {@link LinkHandler#identified} when the peer
     * has proved to be who was dialled, {@link LinkHandler#closed} otherwise. No call to the handler is made before this
     * method has returned.
     */
    Link dial(EntityAddress address, LinkHandler handler);

    /** The version of the transport's protocol between two kinds of parties; both sides must name the same. */
    int protocolVersion(EntityType own, EntityType peer, boolean dialling);
}
