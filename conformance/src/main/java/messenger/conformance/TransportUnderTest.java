package messenger.conformance;

import java.util.List;
import messenger.api.EntityAddress;
import messenger.spi.Endpoint;

/** A transport, as the suite gets at it. A new one is made for each test. */
public interface TransportUnderTest extends AutoCloseable {
    /**
     * Attaches a new instance of the transport to an endpoint, as its bundle would, and has it listen.
     *
     * @param bind where to listen; empty for an endpoint that only dials
     * @return withdraws that instance: closed, it has detached, listens nowhere and leaves no thread behind
     * @throws messenger.api.BindException if an address is taken; the transport is then not attached
     */
    AutoCloseable attach(Endpoint endpoint, List<EntityAddress> bind);

    /** An address of the transport's scheme at which any free port of this machine is bound and can be dialled. */
    EntityAddress anyPort();

    /** Ends what all instances share. */
    @Override
    default void close() {}
}
