package messenger.xio;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of a transport over RDMA or shared memory, factory PID {@code messenger.xio}. */
@ObjectClassDefinition(
        name = "Messenger over RDMA or shared memory",
        description = "Gives an endpoint the transport xio. One configuration for each endpoint.")
@interface XioConfig {
    @AttributeDefinition(
            name = "Endpoint",
            description = "Name of the endpoint, such as osd.0. Changing it closes all links of the transport.")
    String endpoint();

    @AttributeDefinition(
            name = "Bind addresses",
            description =
                    "Where to listen: xio://HOST:PORT, an IPv6 address in brackets, 0.0.0.0 for everywhere; port 0"
                            + " takes a free one of the range. None: the endpoint only dials. Takes effect at once; links"
                            + " stay.",
            required = false)
    String[] bind() default {};

    @AttributeDefinition(
            name = "First port",
            description =
                    "First port tried for bind addresses with port 0; 0 here and below has the system choose."
                            + " Takes effect at once, links stay; the first address keeps the port that peers know the endpoint by.")
    int bind_port_min() default 6900;

    @AttributeDefinition(name = "Last port", description = "Last port tried. Takes effect at once, as the first.")
    int bind_port_max() default 7399;

    @AttributeDefinition(
            name = "Bind retries",
            description = "How often to try again when an address cannot be bound. Takes effect at the next bind.")
    int bind_retry_count() default 3;

    @AttributeDefinition(
            name = "Bind retry delay",
            description = "Milliseconds between those attempts. Takes effect at the next bind.")
    long bind_retry_delay() default 5000;

    @AttributeDefinition(
            name = "Fabric",
            description =
                    "Network below: rdma for RDMA devices, shm for shared memory with processes of this host, auto for"
                            + " rdma if there is a usable device and shm otherwise. Changing it closes all links of the"
                            + " transport; lossless sessions resume.",
            options = {@Option("auto"), @Option("rdma"), @Option("shm")})
    String fabric() default "auto";

    @AttributeDefinition(
            name = "Ranking",
            description = "Below 0: of the transports that reach a peer, the one with the highest ranking carries the"
                    + " session, see Automatic swaps of the endpoint. Takes effect at once; sessions move.")
    int service_ranking() default -90;

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
            name = "Portals",
            description =
                    "Number of threads that poll the network; 0 for one for each processor, up to 4. Changing it closes"
                            + " all links of the transport; lossless sessions resume.")
    int portals() default 0;

    @AttributeDefinition(
            name = "Polling time",
            description =
                    "Microseconds that a portal polls in vain before it sleeps: more is faster and burns a processor."
                            + " Takes effect at once.")
    int poll_spin() default 20;

    @AttributeDefinition(
            name = "Datagram size",
            description = "Bytes of the largest datagram, 1024 to 65536; a link has the smaller one of its two sides."
                    + " Takes effect for new links.")
    int datagram_max() default 4096;

    @AttributeDefinition(
            name = "Credits",
            description = "Datagrams that a peer may send ahead of what has been read here, 8 to 4096. Each takes a"
                    + " buffer. Takes effect for new links.")
    int credits() default 128;

    @AttributeDefinition(
            name = "Smallest transfer",
            description = "Bytes of a data section from which on the receiver fetches it itself, by one-sided transfer."
                    + " Takes effect for new links.")
    int transfer_min() default 16384;

    @AttributeDefinition(
            name = "Transfers",
            description = "Transfers of a link under way at most, up to 128. Takes effect for new links.")
    int transfer_depth() default 8;

    @AttributeDefinition(
            name = "Most pending bytes",
            description =
                    "Bytes of data sections that wait to be fetched by the peer, from which on a link takes no more"
                            + " messages. Takes effect for new links.")
    int pending_max() default 4194304;

    @AttributeDefinition(
            name = "Directory of shared memory",
            description = "Where the sockets lie by which processes of this host find each other; the same for all of"
                    + " them. messenger-UID below the directory of temporary files if it is empty. Changing it closes all"
                    + " links of the transport; lossless sessions resume.",
            required = false)
    String shm_directory() default "";

    @AttributeDefinition(
            name = "Users of shared memory",
            description = "Numbers of the users that may connect through shared memory besides the one that"
                    + " runs this process. Changing it closes all links of the transport; lossless sessions resume.",
            required = false)
    String[] shm_users() default {};

    @AttributeDefinition(
            name = "RDMA provider",
            description =
                    "What drives RDMA devices: own for this bundle itself, on librdmacm and libibverbs; disni for an"
                            + " installed libdisni. Changing it closes all links of the transport; lossless sessions"
                            + " resume.",
            options = {@Option("own"), @Option("disni")})
    String rdma_provider() default "own";
}
