package messenger.spi;

import java.nio.ByteBuffer;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.MessageHeader;

/**
 * Message headers, 53 bytes, little endian, field by field (messenger v1: ceph_msg_header).
 *
 * <pre>
 *  0 seq u64        8 tid u64       16 type u16     18 priority u16  20 version u16
 * 22 front u32     26 middle u32    30 data u32     34 data_off u16
 * 36 source type u8                 37 source id s64
 * 45 compat_version u16             47 reserved u16 49 crc u32 over the 49 bytes before
 * </pre>
 *
 * <p>All methods take absolute positions and expect a little-endian buffer.
 */
public final class HeaderCodec {
    private static final int SEQ = 0;
    private static final int TID = SEQ + Long.BYTES;
    private static final int TYPE = TID + Long.BYTES;
    private static final int PRIORITY = TYPE + Short.BYTES;
    private static final int VERSION = PRIORITY + Short.BYTES;
    private static final int FRONT_LENGTH = VERSION + Short.BYTES;
    private static final int MIDDLE_LENGTH = FRONT_LENGTH + Integer.BYTES;
    private static final int DATA_LENGTH = MIDDLE_LENGTH + Integer.BYTES;
    private static final int DATA_OFFSET = DATA_LENGTH + Integer.BYTES;
    private static final int SOURCE_TYPE = DATA_OFFSET + Short.BYTES;
    private static final int SOURCE_ID = SOURCE_TYPE + Byte.BYTES;
    private static final int COMPAT_VERSION = SOURCE_ID + Long.BYTES;
    private static final int RESERVED = COMPAT_VERSION + Short.BYTES;
    private static final int CRC = RESERVED + Short.BYTES;

    /** Bytes that the CRC covers. */
    public static final int CRC_COVERS = CRC;

    /** Bytes of a header. */
    public static final int LENGTH = CRC + Integer.BYTES;

    private HeaderCodec() {}

    /** Writes a header without its CRC. */
    public static void encode(MessageHeader header, int front, int middle, int data, ByteBuffer to, int at) {
        to.putLong(at + SEQ, header.seq());
        to.putLong(at + TID, header.tid());
        to.putShort(at + TYPE, (short) header.type());
        to.putShort(at + PRIORITY, (short) header.priority());
        to.putShort(at + VERSION, (short) header.version());
        to.putInt(at + FRONT_LENGTH, front);
        to.putInt(at + MIDDLE_LENGTH, middle);
        to.putInt(at + DATA_LENGTH, data);
        to.putShort(at + DATA_OFFSET, (short) header.dataOffset());
        to.put(at + SOURCE_TYPE, (byte) header.source().type().code());
        to.putLong(at + SOURCE_ID, header.source().id());
        to.putShort(at + COMPAT_VERSION, (short) header.compatVersion());
        to.putShort(at + RESERVED, (short) header.reserved());
    }

    public static void putCrc(ByteBuffer to, int at, int crc) {
        to.putInt(at + CRC, crc);
    }

    public static int crc(ByteBuffer from, int at) {
        return from.getInt(at + CRC);
    }

    /** Reads all fields but the lengths and the CRC. A negative source id other than -1 is taken for -1. */
    public static MessageHeader decode(ByteBuffer from, int at) {
        return decode(from, at, null);
    }

    /**
     * Likewise.
     *
     * @param usual who the source probably is, or null; taken instead of an equal name
     */
    public static MessageHeader decode(ByteBuffer from, int at, EntityName usual) {
        return new MessageHeader(
                unsigned16(from, at + TYPE),
                unsigned16(from, at + PRIORITY),
                from.getLong(at + TID),
                unsigned16(from, at + VERSION),
                unsigned16(from, at + COMPAT_VERSION),
                unsigned16(from, at + DATA_OFFSET),
                source(from, at, usual),
                from.getLong(at + SEQ),
                unsigned16(from, at + RESERVED));
    }

    private static EntityName source(ByteBuffer from, int at, EntityName usual) {
        EntityType type = EntityType.ofCode(Byte.toUnsignedInt(from.get(at + SOURCE_TYPE)));
        long id = Math.max(EntityName.NO_ID, from.getLong(at + SOURCE_ID));
        return usual != null && usual.type() == type && usual.id() == id ? usual : new EntityName(type, id);
    }

    /** Length of the front section as claimed, 0 to 2^32-1. */
    public static long frontLength(ByteBuffer from, int at) {
        return Integer.toUnsignedLong(from.getInt(at + FRONT_LENGTH));
    }

    public static long middleLength(ByteBuffer from, int at) {
        return Integer.toUnsignedLong(from.getInt(at + MIDDLE_LENGTH));
    }

    public static long dataLength(ByteBuffer from, int at) {
        return Integer.toUnsignedLong(from.getInt(at + DATA_LENGTH));
    }

    private static int unsigned16(ByteBuffer from, int at) {
        return Short.toUnsignedInt(from.getShort(at));
    }
}
