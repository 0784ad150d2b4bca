package messenger.api;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sees every byte that links exchange with the network, from the first of a link's handshake: what a link has said before
 * the tap was opened is repeated. See {@link Messenger#tap}.
 *
 * <p>Called on the threads that read and write, one at a time for each link. It must neither wait nor call a messenger or
 * a connection, whose locks these threads may hold. A tap that throws sees nothing more of the link.
 */
@ConsumerType
public interface WireTap {
    /**
     * One link.
     *
     * @param id tells links of this process apart
     * @param transport the transport's type, such as {@code simple}
     * @param local this end, without nonce
     * @param remote the other end, without nonce
     * @param peer who the other end says it is; null until it has said so
     * @param dialled whether this side dialled
     */
    record Wire(
            long id,
            String transport,
            EntityAddress local,
            EntityAddress remote,
            EntityAddress peer,
            boolean dialled) {}

    /**
     * Bytes that the network has taken from a link or given to it, in the order of the stream.
     *
     * @param sent whether this side sent them
     * @param time when
     * @param bytes from position to limit; not to be kept or written to
     */
    void bytes(Wire wire, boolean sent, Instant time, ByteBuffer bytes);

    /** A link has closed; its last call. */
    default void closed(Wire wire, Instant time) {}
}
