package messenger.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of an endpoint, factory PID {@code messenger.endpoint}. */
@ObjectClassDefinition(
        name = "Messenger endpoint",
        description = "A named party that sends and receives messages, by whatever transports are configured for it."
                + " Changes keep the sessions unless a description says otherwise.")
@interface EndpointConfig {
    @AttributeDefinition(
            name = "Name",
            description = "TYPE.NUMBER, such as osd.0 or client.4100. Changing it ends all sessions.")
    String name();

    @AttributeDefinition(
            name = "Nonce",
            description = "Number from 0 to 4294967295 that tells instances at one address apart; random if empty."
                    + " Changing it ends all sessions.",
            required = false)
    String nonce() default "";

    @AttributeDefinition(
            name = "Default policy",
            description =
                    "For peers of types without a policy of their own: stateful_server, stateless_server,"
                            + " lossless_peer, lossless_peer_reuse, lossy_client, lossless_client or default. Takes effect for new sessions.")
    String policy_default() default "default";

    @AttributeDefinition(
            name = "Policy for monitors",
            description = "As the default policy, for new sessions.",
            required = false)
    String policy_mon() default "";

    @AttributeDefinition(
            name = "Policy for metadata servers",
            description = "As the default policy, for new sessions.",
            required = false)
    String policy_mds() default "";

    @AttributeDefinition(
            name = "Policy for OSDs",
            description = "As the default policy, for new sessions.",
            required = false)
    String policy_osd() default "";

    @AttributeDefinition(
            name = "Policy for clients",
            description = "As the default policy, for new sessions.",
            required = false)
    String policy_client() default "";

    @AttributeDefinition(
            name = "Policy for managers",
            description = "As the default policy, for new sessions.",
            required = false)
    String policy_mgr() default "";

    @AttributeDefinition(
            name = "Policy for authentication servers",
            description = "As the default policy, for new sessions.",
            required = false)
    String policy_auth() default "";

    @AttributeDefinition(
            name = "Message throttles",
            description =
                    "TYPE=MESSAGES each: how many messages of such peers may be in memory at once; 0 for any number."
                            + " Takes effect at once.",
            required = false)
    String[] throttle_messages() default {};

    @AttributeDefinition(
            name = "Byte throttles",
            description = "TYPE=BYTES each: how many bytes of such messages; 0 for any number. Takes effect at once.",
            required = false)
    String[] throttle_bytes() default {};

    @AttributeDefinition(
            name = "Required features",
            description = "TYPE=BITS each, hexadecimal with 0x: feature bits without which such peers are refused."
                    + " Takes effect for new links.",
            required = false)
    String[] features_required() default {};

    @AttributeDefinition(
            name = "Required Dispatchers",
            description = "Values of messenger.dispatcher.name: messages wait while one of these services is absent."
                    + " Changing it ends all sessions.",
            required = false)
    String[] required_dispatchers() default {};

    @AttributeDefinition(
            name = "Required message types",
            description = "Numbers of message types: messages wait while no MessageType service has one of them."
                    + " Changing it ends all sessions.",
            required = false)
    int[] required_types() default {};

    @AttributeDefinition(
            name = "Default priority",
            description = "1 to 65535, of messages that name none. Takes effect at once.")
    int default_priority() default 127;

    @AttributeDefinition(
            name = "Authorizer",
            description =
                    "none, or the messenger.authorizer property of an Authorizer service. Takes effect for new links.")
    String authorizer() default "none";

    @AttributeDefinition(
            name = "Stored messages",
            description =
                    "Messages that a session keeps unsent or unacknowledged before senders wait. Takes effect for new sessions.")
    long store_messages() default 65536;

    @AttributeDefinition(name = "Stored bytes", description = "Bytes of those. Takes effect for new sessions.")
    long store_bytes() default 67108864;

    @AttributeDefinition(
            name = "Send time-out",
            description = "Milliseconds that send waits for room in the store. Takes effect at once.")
    long send_timeout() default 30000;

    @AttributeDefinition(
            name = "Dispatch throttle",
            description =
                    "Bytes received and not dispatched, of all peers; 0 for no limit. Changing it ends all sessions.")
    long dispatch_throttle_bytes() default 104857600;

    @AttributeDefinition(
            name = "Dispatch polling time",
            description =
                    "Microseconds that the dispatch thread looks for more in vain before it sleeps: more is faster and"
                            + " burns a processor. Takes effect at once.")
    int dispatch_spin() default 20;

    @AttributeDefinition(
            name = "Read-ahead",
            description = "Bytes that a link reads past a full throttle, so that acknowledgements still get through."
                    + " Takes effect for new links.")
    long read_ahead_bytes() default 1048576;

    @AttributeDefinition(
            name = "Initial backoff",
            description =
                    "Milliseconds before the third attempt to connect; it doubles from there. Takes effect for new sessions.")
    long initial_backoff() default 200;

    @AttributeDefinition(name = "Longest backoff", description = "Milliseconds at most. Takes effect for new sessions.")
    long max_backoff() default 15000;

    @AttributeDefinition(
            name = "Handshake time-out",
            description = "Milliseconds that a link may take to open. Takes effect for new links.")
    long handshake_timeout() default 10000;

    @AttributeDefinition(
            name = "Idle time-out",
            description =
                    "Milliseconds without a whole frame after which a link is closed; 0 for never. Takes effect at once.")
    long idle_timeout() default 900000;

    @AttributeDefinition(
            name = "Keepalive interval",
            description = "Milliseconds between keepalives on an open link; 0 for none. Takes effect at once.")
    long keepalive_interval() default 0;

    @AttributeDefinition(
            name = "Standby time-out",
            description =
                    "Milliseconds that a session lives without a link; 0 for ever. Takes effect for the next standby.")
    long standby_timeout() default 0;

    @AttributeDefinition(
            name = "Automatic swaps",
            description =
                    "Whether sessions move to the transport with the highest service.ranking by themselves. Takes effect"
                            + " at once.")
    boolean swap_automatic() default true;

    @AttributeDefinition(
            name = "Swap interval",
            description = "Milliseconds at least between two moves of a session that nobody asked for. Takes effect at"
                    + " once.")
    long swap_interval() default 1000;

    @AttributeDefinition(
            name = "Shutdown time-out",
            description = "Milliseconds that a shutdown waits for a Dispatcher that is running. Takes effect at once.")
    long shutdown_timeout() default 5000;

    @AttributeDefinition(
            name = "Inject socket failures",
            description = "For tests: one in so many I/O calls fails; 0 for none. Takes effect at once.")
    long inject_socket_failures() default 0;

    @AttributeDefinition(
            name = "Inject delays: probability",
            description =
                    "For tests: share of messages that are delayed before dispatch, 0 to 1. Takes effect for new sessions.")
    double inject_delay_probability() default 0;

    @AttributeDefinition(
            name = "Inject delays: longest",
            description = "For tests: milliseconds at most. Takes effect for new sessions.")
    long inject_delay_max() default 0;

    @AttributeDefinition(
            name = "Inject seed",
            description = "For tests: chooses which calls fail. Changing it ends all sessions.")
    long inject_seed() default 1;
}
