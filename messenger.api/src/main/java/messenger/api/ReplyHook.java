package messenger.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The way back that a transport attaches to a received request, for transports that deliver replies by the request's own
 * resources. Applications call {@link Connection#sendReply}, which uses the hook while the request's link lives and the
 * session's current link after that.
 */
@ConsumerType
public interface ReplyHook {
    /**
     * Sends a reply by the resources of its request.
     *
     * @param reply carries the request's transaction id already
     * @return false if the hook cannot carry this reply (any more); it then travels as an ordinary message
     */
    boolean reply(Message reply);

    /** The request is done with; its resources may be reused. Called once. */
    void complete();
}
