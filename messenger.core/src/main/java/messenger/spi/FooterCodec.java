package messenger.spi;

import java.nio.ByteBuffer;

/**
 * Message footers (messenger v1: ceph_msg_footer, and ceph_msg_footer_old where MSG_AUTH is not negotiated).
 *
 * <pre>
 * 0 front_crc u32   4 middle_crc u32   8 data_crc u32   [12 sig u64]   flags u8
 * </pre>
 *
 * <p>All methods take absolute positions and expect a little-endian buffer.
 */
public final class FooterCodec {
    private static final int FRONT_CRC = 0;
    private static final int MIDDLE_CRC = FRONT_CRC + Integer.BYTES;
    private static final int DATA_CRC = MIDDLE_CRC + Integer.BYTES;
    private static final int SIGNATURE = DATA_CRC + Integer.BYTES;
    private static final int FLAGS_UNSIGNED = SIGNATURE;
    private static final int FLAGS_SIGNED = SIGNATURE + Long.BYTES;

    /** The sender wrote the message to its end. */
    public static final int COMPLETE = 1;

    /** The data section has no CRC. */
    public static final int NO_CRC = 2;

    private FooterCodec() {}

    /** Bytes of a footer. */
    public static int length(boolean signature) {
        return (signature ? FLAGS_SIGNED : FLAGS_UNSIGNED) + Byte.BYTES;
    }

    /** Appends a footer, with a signature of 0 where there is room for one. */
    public static void encode(int frontCrc, int middleCrc, int dataCrc, int flags, boolean signature, ByteBuffer to) {
        to.putInt(frontCrc).putInt(middleCrc).putInt(dataCrc);
        if (signature) {
            to.putLong(0);
        }
        to.put((byte) flags);
    }

    public static int frontCrc(ByteBuffer from, int at) {
        return from.getInt(at + FRONT_CRC);
    }

    public static int middleCrc(ByteBuffer from, int at) {
        return from.getInt(at + MIDDLE_CRC);
    }

    public static int dataCrc(ByteBuffer from, int at) {
        return from.getInt(at + DATA_CRC);
    }

    public static int flags(ByteBuffer from, int at, boolean signature) {
        return from.get(at + (signature ? FLAGS_SIGNED : FLAGS_UNSIGNED));
    }
}
