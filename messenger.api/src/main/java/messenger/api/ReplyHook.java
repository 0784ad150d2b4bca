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
     * Sends a reply by the resources of its request. Called once at most, with the first reply, by the thread that replies.
     *
     * @param reply carries the request's transaction id already; its content is readable during the call, and after that
     *     for as long as the hook holds the memory in which it lies
     * @return true if the hook delivers the reply, and nobody else needs to: on a lossless session only if it cannot be lost
     *     any more. False if it travels as an ordinary message of the session, over the link that is current then, for which
     *     the hook may have prepared the place
     */
    boolean reply(Message reply);

    /**
     * The request is done with: answered, released, or its link has closed. Called once; after a {@link #reply} that was false
     * the reply itself may not have been given to the link yet.
     */
    void complete();
}
