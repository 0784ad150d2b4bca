package messenger.simple.ceph;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Encodes the fields of a Ceph message, little endian. */
final class Fields {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Fields u8(int value) {
        bytes.write(value);
        return this;
    }

    Fields u16(int value) {
        return u8(value).u8(value >>> 8);
    }

    Fields u32(int value) {
        return u16(value).u16(value >>> 16);
    }

    Fields u64(long value) {
        return u32((int) value).u32((int) (value >>> 32));
    }

    /** Length and UTF-8 bytes. */
    Fields string(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Length and bytes. */
    Fields blob(byte[] value) {
        u32(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** 16 bytes in the order in which they are written. */
    Fields uuid(UUID value) {
        bytes.writeBytes(ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array());
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
