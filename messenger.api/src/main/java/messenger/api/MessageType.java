package messenger.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Encodes and decodes one type of message. Registered as an OSGi service, it serves every endpoint of the framework; of
 * two services with one type number or one class, the higher ranked serves.
 *
 * <p>Called by several threads at a time. Decoding happens when a message is dispatched, so that it meets the type that
 * is registered then.
 *
 * @param <T> class of the body; sent are bodies of exactly this class
 */
@ConsumerType
public interface MessageType<T> {
    /** The type's number on the wire, 1 to 65535, the same in all processes. */
    int number();

    Class<T> bodyClass();

    /** Version of what {@link #encode} writes, 1 to 65535. */
    int version();

    /** Oldest version whose reader can make sense of what {@link #encode} writes. */
    int compatVersion();

    /**
     * Encodes a body.
     *
     * @param features those of the session, as negotiated last; before that the ones the endpoint supports
     * @return the content; the buffers must not be written to afterwards. A {@link MessageBuffer} in which they lie may be
     *     closed once the message was accepted
     */
    Sections encode(T body, long features);

    /**
     * Decodes a body. Whatever it throws makes the message opaque, with the exception as reason.
     *
     * @param sections read-only, and readable for as long as the message is: a body that outlives it copies what it needs.
     *     All lengths are up to the peer, so check before allocating
     * @param version what the sender wrote; its compat version is at most {@link #version()}
     * @throws RuntimeException if the content cannot be decoded
     */
    T decode(Sections sections, int version);
}
