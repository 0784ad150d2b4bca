package messenger.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import messenger.api.dto.SessionDTO;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A session with one peer, as an application holds it: an ordered conversation that outlives the links that carry it.
 *
 * <p>On a lossless session, messages that were accepted reach the peer's dispatch exactly once, in order for each
 * priority. On a lossy one they are lost when its link fails, and the session ends.
 */
@ProviderType
public interface Connection {
    /** Who the peer is; its id is {@link EntityName#NO_ID} until it has said something. */
    EntityName peerName();

    /** Where the peer is; its nonce is {@link EntityAddress#ANY_NONCE} until it is learned. */
    EntityAddress peerAddress();

    /** The policy in force, with the lossiness that the accepting side decided. */
    Policy policy();

    /** Feature bits that both sides have; 0 until a link was open. */
    long features();

    /** Whether a link is open at the moment. */
    boolean isConnected();

    /** Whether the session has ended. It then accepts nothing any more. */
    boolean isClosed();

    /**
     * Sends without waiting.
     *
     * @throws IllegalArgumentException if no {@link MessageType} is registered for the body, or a section is too large
     */
    SendResult trySend(Message message);

    /**
     * Sends, waiting while the store is full, up to the endpoint's send time-out. On a dispatching thread it never waits.
     *
     * @throws InterruptedException if interrupted while waiting; the message was not accepted
     * @throws IllegalArgumentException as {@link #trySend}
     */
    SendResult send(Message message) throws InterruptedException;

    /** As {@link #send(Message)}, waiting up to {@code timeout}. */
    SendResult send(Message message, Duration timeout) throws InterruptedException;

    /**
     * Sends without waiting, and tells when the peer's session has the message.
     *
     * @return completes when the peer acknowledged; fails with {@link NotSentException} if the message was not accepted,
     *     with {@link SessionLostException} if the session ended or was reset first, or is lossy, as nobody acknowledges
     *     there
     */
    CompletableFuture<Void> sendAcknowledged(Message message);

    /**
     * Sends a request and waits for the message with the same transaction id that the peer sends back. That message goes
     * to the future and to no Dispatcher. A request without a transaction id is given one.
     *
     * @param timeout how long to wait for the reply
     * @return the reply; fails with {@link NotSentException}, {@link SessionLostException} or {@link
     *     java.util.concurrent.TimeoutException}. Completed on the receiving thread, so that a handler may wait for
     *     it: what depends on it must not wait, or use the Async forms. Cancelling it forgets the request
     */
    CompletableFuture<Message> request(Message message, Duration timeout);

    /**
     * Answers a request that came by this session: the reply carries its transaction id, is accepted even if the store
     * is full (once for each request), and the request is released.
     */
    SendResult sendReply(Message request, Message reply);

    /**
     * Sends a keepalive on the current link.
     *
     * @return the round-trip time; fails with {@link SessionLostException} if there is no link, it fails first, or
     *     the peer does not answer keepalives
     */
    CompletableFuture<Duration> keepalive();

    /** When the peer last answered a keepalive. */
    Optional<Instant> lastKeepaliveAck();

    /**
     * Has a transport of that type carry the session from now on, whenever it can; until another is asked for. The present
     * link carries the session until the new one takes over; if that fails, it goes on, the reason is logged and in {@link
     * #state}, and it is tried again now and then. If the peer dials, it is asked to. Returns at once.
     *
     * @param transportType such as {@code xio}; null for the one that ranks highest
     * @throws IllegalStateException if this kind of session cannot change its link: lossy sessions and the loopback
     */
    void swap(String transportType);

    /** Ends the session at once: what is queued is dropped, no callback is made. */
    void markDown();

    /** Makes the session lossy from now on: it ends when its link fails. */
    void markDisposable();

    /** Anything the application wants to find with the connection; null at first. */
    Object attachment();

    void attach(Object attachment);

    /** A snapshot of the session's state. */
    SessionDTO state();
}
