package messenger.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the messages and events of endpoints. Registered as an OSGi service, it serves the endpoints that the property
 * {@link MessengerConstants#ENDPOINT} names, or all; higher service rankings are asked first.
 *
 * <p>{@link #dispatch} and the events are called on the endpoint's dispatch thread, one at a time, each message exactly
 * once even if the handler throws (what it throws is logged). While a handler runs, no other message of the endpoint is
 * dispatched, so long work belongs elsewhere, with {@link Message#retain()}: without it the content of the message is gone
 * when the handler returns. {@code send} on this thread never waits.
 */
@ConsumerType
public interface Dispatcher {
    /**
     * Takes a message.
     *
     * @return whether it was taken; otherwise the next Dispatcher is asked
     */
    boolean dispatch(Message message);

    /**
     * Whether {@link #fastDispatch} takes messages with this header. Must be quick and always answer the same for one
     * type, as it is asked on the receiving thread before the body of the message has been decoded.
     */
    default boolean canFastDispatch(MessageHeader header) {
        return false;
    }

    /**
     * Takes a message on the thread that received it, ahead of what waits in the dispatch queue; on the dispatch thread
     * if an event of its session, or messages that had to wait for an absent Dispatcher, come first. Holds up everything
     * else that the thread receives, so it must not wait; what it sends goes to the network together with what is sent for
     * other messages that arrived in one piece. The content is readable as in {@link #dispatch}. May still be called once after the session was marked down.
     */
    default void fastDispatch(Message message) {
        throw new IllegalStateException(getClass().getName() + " says it can fast dispatch type " + message.type()
                + " but does not override fastDispatch");
    }

    /**
     * Sees every message before it is queued or fast dispatched, on the receiving thread. Must not keep it: that is up to who
     * takes it.
     */
    default void fastPreprocess(Message message) {}

    /** A session dialled by this side is open for the first time, or again after a reset; before any message of it. */
    default void connected(Connection connection) {}

    /** A session dialled by the peer is new; before any message of it. */
    default void accepted(Connection connection) {}

    /** A session has ended: a lossy one failed, or it was marked down by address. */
    default void reset(Connection connection) {}

    /** The peer has lost the session; what was queued for it is gone, the connection goes on as a new session. */
    default void remoteReset(Connection connection) {}

    /** Nobody listens where the session dials. Attempts go on; said once until one succeeds. */
    default void refused(Connection connection) {}
}
