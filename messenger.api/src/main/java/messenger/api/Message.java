package messenger.api;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message: under construction, made with {@link #builder(int)} or {@link #of(Object)}, or received.
 *
 * <p>A message does not change once it has been sent: its buffers must not be written to afterwards, as they may be
 * sent again after a reconnect. The buffers that the accessors return have a position of their own; those of a received
 * message are read-only.
 *
 * <p>The content of a received message is readable until its {@code dispatch} (or {@code fastDispatch}) returns, or, if it
 * was retained, until it is released or answered. After that the accessors, and buffers taken from them before, may throw
 * {@link IllegalStateException}, as the memory goes back to where the transport takes it from; they never show other bytes.
 * Content that a transport keeps on the heap, as TCP does, happens to stay readable. Replies that complete the future of a
 * {@link Connection#request} need no release: they are readable for as long as anybody refers to them.
 */
@ProviderType
public interface Message {
    MessageHeader header();

    /**
     * View of the front section; empty in a message made from a body until it is sent.
     *
     * @throws IllegalStateException if the message was received and is done with, and its memory has gone
     */
    ByteBuffer front();

    /** View of the middle section; throws as {@link #front}. */
    ByteBuffer middle();

    /** View of the data section; throws as {@link #front}. */
    ByteBuffer data();

    /**
     * The typed content: what was given to {@link #of(Object)}, or what the registered {@link MessageType} decoded when
     * the message was dispatched; null for an opaque message.
     */
    Object body();

    /** Why a received message has no body; empty when it has one. */
    Optional<String> opaqueReason();

    /**
     * The session it came by, to answer over.
     *
     * @throws IllegalStateException if the message was not received
     */
    Connection connection();

    MessageTimes times();

    /**
     * Keeps the message's content readable, and its share of the throttles taken, when {@code dispatch} returns, until
     * {@link #release()} is called or the message is answered with {@link Connection#sendReply}. Called from {@code
     * dispatch}. While registered memory is short it copies the content: buffers, and a body that refers to them, taken
     * before are readable until {@code dispatch} returns only.
     */
    void retain();

    /** Gives up the content, and returns the message's share of the throttles; further calls do nothing. */
    void release();

    /** What {@link MessageBuilder#replyRoom} said; 0 for a received message. */
    default int replyRoom() {
        return 0;
    }

    default int type() {
        return header().type();
    }

    default long tid() {
        return header().tid();
    }

    default int priority() {
        return header().priority();
    }

    /**
     * The body as T.
     *
     * @throws ClassCastException if the body is of another class
     * @throws IllegalStateException if the message is opaque, with the reason
     */
    default <T> T body(Class<T> type) {
        Object body = body();
        if (body == null) {
            throw new IllegalStateException("message of type " + type() + " is opaque: "
                    + opaqueReason().orElse("no body"));
        }
        return type.cast(body);
    }

    /** Starts a message of raw sections. */
    static MessageBuilder builder(int type) {
        return new MessageBuilder(type, null);
    }

    /** Starts a typed message: type, versions and sections come from the {@link MessageType} registered for its class. */
    static MessageBuilder builder(Object body) {
        return new MessageBuilder(0, Objects.requireNonNull(body, "body"));
    }

    /** A typed message with nothing else to say. */
    static Message of(Object body) {
        return builder(body).build();
    }

    /** Starts a copy of a message: header, sections and, where there is one, the body it was built from. */
    static MessageBuilder copyOf(Message message) {
        return MessageBuilder.copyOf(message);
    }
}
