package messenger.xio;

import java.nio.ByteBuffer;

/**
 * Head of each datagram, 8 bytes, little endian. What follows is a piece of the stream of frames.
 *
 * <pre>
 * 0 kind u16   2 credits returned u16   4 number u32, from 0, of all datagrams that this side has sent
 * </pre>
 */
final class Datagram {
    /** Carries a piece of the stream, and has used up a credit. */
    static final int STREAM = 1;

    /** Carries nothing but returned credits. */
    static final int CREDITS = 2;

    private static final int KIND = 0;
    private static final int RETURNED = KIND + Short.BYTES;
    private static final int NUMBER = RETURNED + Short.BYTES;

    /** Bytes of the head. */
    static final int HEAD = NUMBER + Integer.BYTES;

    private Datagram() {}

    static void head(ByteBuffer to, int kind, int returned, int number) {
        to.putShort(KIND, (short) kind);
        to.putShort(RETURNED, (short) returned);
        to.putInt(NUMBER, number);
    }

    static int kind(ByteBuffer from) {
        return Short.toUnsignedInt(from.getShort(from.position() + KIND));
    }

    static int returned(ByteBuffer from) {
        return Short.toUnsignedInt(from.getShort(from.position() + RETURNED));
    }

    static int number(ByteBuffer from) {
        return from.getInt(from.position() + NUMBER);
    }
}
