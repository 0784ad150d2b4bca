package messenger.api;

/** Names of service properties, configuration PIDs and capabilities. */
public final class MessengerConstants {
    /**
     * Property with the endpoint's name: of {@link Messenger} services, the endpoint's; of {@link Dispatcher} services,
     * those served (String or String[]), all if absent.
     */
    public static final String ENDPOINT = "messenger.endpoint";

    /** Property of {@link Messenger} services: {@link #TYPE_ANY} or the transport's type. */
    public static final String TYPE = "messenger.type";

    /** Type of an endpoint's own messenger, whatever the transport. */
    public static final String TYPE_ANY = "any";

    /** Property of {@link Dispatcher} services: the name by which an endpoint's configuration can wait for it. */
    public static final String DISPATCHER_NAME = "messenger.dispatcher.name";

    /** Factory PID of endpoints. */
    public static final String ENDPOINT_PID = "messenger.endpoint";

    /** Factory PID of TCP transports. */
    public static final String SIMPLE_PID = "messenger.simple";

    /** Factory PID of transports over RDMA or shared memory. */
    public static final String XIO_PID = "messenger.xio";

    /** Namespace of the capability that a transport bundle provides, with attribute {@code type}. */
    public static final String TRANSPORT_NAMESPACE = "messenger.transport";

    /** Value of {@code osgi.condition.id} of the Condition service that is there while RDMA can be used. */
    public static final String RDMA_AVAILABLE = "rdma.available";

    /**
     * Value of {@code osgi.condition.id} of the Condition services that are there while sessions of an endpoint, which the
     * property {@link #ENDPOINT} names, change their transport.
     */
    public static final String SWAPPING = "messenger.swapping";

    private MessengerConstants() {}
}
