package messenger.spi;

import java.nio.ByteBuffer;

/**
 * A control frame on the wire, behind its tag, little endian.
 *
 * <pre>
 * 0 length u16, 1 to 960   2 crc32c u32 of the content   6 content
 * </pre>
 *
 * <p>What the content says is core's matter; it is the same on all transports.
 */
public final class ControlFrame {
    /** Tag of the frame: above all that messenger v1 uses. */
    public static final int TAG = 64;

    /** Most bytes of the content. */
    public static final int MAX = 960;

    /** Bytes in front of the content. */
    public static final int HEAD = Short.BYTES + Integer.BYTES;

    private ControlFrame() {}

    /** Appends the tag and the frame to a little-endian buffer. */
    public static void encode(ByteBuffer content, Crc32c crc, ByteBuffer to) {
        to.put((byte) TAG).putShort((short) content.remaining()).putInt(crc.of(content));
        to.put(content.duplicate());
    }

    /** Bytes of the frame as a whole. */
    public static int length(ByteBuffer content) {
        return Byte.BYTES + HEAD + content.remaining();
    }

    /** Length of the content as claimed by the head at a buffer's position: 0 to 65535. */
    public static int claimedLength(ByteBuffer from) {
        return Short.toUnsignedInt(from.getShort(from.position()));
    }

    /**
     * Reads a frame that is there as a whole, behind its tag.
     *
     * @return the content, a view of the buffer; null if its CRC is wrong
     */
    public static ByteBuffer decode(ByteBuffer from, Crc32c crc) {
        int length = claimedLength(from);
        int expected = from.getInt(from.position() + Short.BYTES);
        ByteBuffer content = from.slice(from.position() + HEAD, length).order(from.order());
        from.position(from.position() + HEAD + length);
        return crc.of(content) == expected ? content : null;
    }
}
