package messenger.simple;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of a TCP transport, factory PID {@code messenger.simple}. */
@ObjectClassDefinition(
        name = "Messenger over TCP",
        description = "Gives an endpoint the TCP transport, Ceph messenger v1. One configuration for each endpoint.")
@interface SimpleConfig {
    @AttributeDefinition(
            name = "Endpoint",
            description = "Name of the endpoint, such as osd.0. Changing it closes all links of the transport.")
    String endpoint();

    @AttributeDefinition(
            name = "Bind addresses",
            description =
                    "Where to listen: tcp://HOST:PORT, an IPv6 address in brackets, 0.0.0.0 for everywhere; port 0"
                            + " takes a free one of the range. None: the endpoint only dials. Takes effect at once; links"
                            + " stay.",
            required = false)
    String[] bind() default {};

    @AttributeDefinition(
            name = "Routes",
            description = "Where to connect for peers that announce another address than they can be reached at:"
                    + " ANNOUNCED=REACHED, both tcp://HOST:PORT, or both with port 0 for all ports of a host."
                    + " Takes effect for new links.",
            required = false)
    String[] route() default {};

    @AttributeDefinition(
            name = "First port",
            description =
                    "First port tried for bind addresses with port 0; 0 here and below has the system choose."
                            + " Takes effect at once, links stay; the first address keeps the port that peers know the endpoint by.")
    int bind_port_min() default 6800;

    @AttributeDefinition(name = "Last port", description = "Last port tried. Takes effect at once, as the first.")
    int bind_port_max() default 7300;

    @AttributeDefinition(
            name = "Bind retries",
            description = "How often to try again when an address cannot be bound. Takes effect at the next bind.")
    int bind_retry_count() default 3;

    @AttributeDefinition(
            name = "Bind retry delay",
            description = "Milliseconds between those attempts. Takes effect at the next bind.")
    long bind_retry_delay() default 5000;

    @AttributeDefinition(
            name = "Ranking",
            description = "Below 0: of the transports that reach a peer, the one with the highest ranking carries the"
                    + " session, see Automatic swaps of the endpoint. Takes effect at once; sessions move.")
    int service_ranking() default -100;

    @AttributeDefinition(
            name = "Header CRC",
            description =
                    "Whether header, front and middle of messages carry a CRC, sent and checked. All peers must have"
                            + " the same. Takes effect for new links.")
    boolean crc_header() default true;

    @AttributeDefinition(
            name = "Data CRC",
            description = "Whether the data of messages carries a CRC, sent and checked. Takes effect for new links.")
    boolean crc_data() default true;

    @AttributeDefinition(
            name = "TCP_NODELAY",
            description = "Whether small segments are sent at once. Takes effect for new links.")
    boolean tcp_nodelay() default true;

    @AttributeDefinition(
            name = "SO_SNDBUF",
            description = "Bytes of the socket's send buffer; 0 for the system's choice. Takes effect for new links.")
    int tcp_sndbuf() default 0;

    @AttributeDefinition(
            name = "SO_RCVBUF",
            description =
                    "Bytes of the socket's receive buffer; 0 for the system's choice. Takes effect for new links.")
    int tcp_rcvbuf() default 0;

    @AttributeDefinition(
            name = "Largest front",
            description = "Bytes of the largest front section accepted. Takes effect for new links.")
    int front_max() default 16777216;

    @AttributeDefinition(
            name = "Largest middle",
            description = "Bytes of the largest middle section accepted. Takes effect for new links.")
    int middle_max() default 16777216;

    @AttributeDefinition(
            name = "Largest data",
            description = "Bytes of the largest data section accepted. Takes effect for new links.")
    int data_max() default 134217728;

    @AttributeDefinition(
            name = "Largest authorizer",
            description = "Bytes of the largest proof of identity accepted, up to 65536. Takes effect for new links.")
    int authorizer_max() default 4096;

    @AttributeDefinition(
            name = "Reading threads",
            description =
                    "Number of threads that read; 0 for one for each processor, up to 4. Changing it closes all links"
                            + " of the transport; lossless sessions resume.")
    int threads() default 0;

    @AttributeDefinition(
            name = "Most pending bytes",
            description = "Bytes written and not taken by the network, from which on a link takes no more messages."
                    + " Takes effect for new links.")
    int pending_max() default 262144;
}
