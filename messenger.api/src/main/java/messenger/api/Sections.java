package messenger.api;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The three parts of a message's content. Buffers are read from their position to their limit; neither is moved.
 *
 * @param front the fields of the message, usually small
 * @param middle used by few types
 * @param data bulk
 */
public record Sections(ByteBuffer front, ByteBuffer middle, ByteBuffer data) {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    public Sections {
        Objects.requireNonNull(front, "front");
        Objects.requireNonNull(middle, "middle");
        Objects.requireNonNull(data, "data");
    }

    /** No content at all. */
    public static Sections empty() {
        return new Sections(NOTHING, NOTHING, NOTHING);
    }

    public static Sections ofFront(ByteBuffer front) {
        return new Sections(front, NOTHING, NOTHING);
    }

    public static Sections of(ByteBuffer front, ByteBuffer data) {
        return new Sections(front, NOTHING, data);
    }

    /** A view with a position of its own, for which an empty buffer needs no object. */
    static ByteBuffer view(ByteBuffer section) {
        return section.capacity() == 0 ? section : section.duplicate();
    }

    /** Bytes of all three together. */
    public long length() {
        return (long) front.remaining() + middle.remaining() + data.remaining();
    }
}
