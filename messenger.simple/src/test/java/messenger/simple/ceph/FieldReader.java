package messenger.simple.ceph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Decodes the fields of a Ceph message, little endian; whatever exceeds the bytes there are is refused. */
final class FieldReader {
    private final ByteBuffer bytes;

    FieldReader(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer need(long length, String field) {
        if (length > bytes.remaining()) {
            throw new IllegalArgumentException(field + " takes " + length + " bytes at " + bytes.position() + ", "
                    + bytes.remaining() + " are left");
        }
        return bytes;
    }

    int u8(String field) {
        return Byte.toUnsignedInt(need(Byte.BYTES, field).get());
    }

    int u16(String field) {
        return Short.toUnsignedInt(need(Short.BYTES, field).getShort());
    }

    long u32(String field) {
        return Integer.toUnsignedLong(need(Integer.BYTES, field).getInt());
    }

    long u64(String field) {
        return need(Long.BYTES, field).getLong();
    }

    /** Port numbers and the like, which sockaddr has in network order. */
    int bigEndian16(String field) {
        return Short.toUnsignedInt(Short.reverseBytes((short) u16(field)));
    }

    byte[] bytes(long length, String field) {
        need(length, field);
        byte[] value = new byte[(int) length];
        bytes.get(value);
        return value;
    }

    String string(String field) {
        return new String(bytes(u32(field), field), StandardCharsets.UTF_8);
    }

    UUID uuid(String field) {
        ByteBuffer value = ByteBuffer.wrap(bytes(16, field));
        return new UUID(value.getLong(), value.getLong());
    }

    /** What an encoding with a length of its own holds; whatever it has at its end that is not read is skipped. */
    FieldReader part(String field) {
        return new FieldReader(ByteBuffer.wrap(bytes(u32(field), field)));
    }

    /** A versioned encoding: version u8, oldest reader u8, length u32, content. */
    FieldReader versioned(int known, String field) {
        u8(field);
        int compat = u8(field);
        if (compat > known) {
            throw new IllegalArgumentException(field + " needs a reader of version " + compat + ", this is " + known);
        }
        return part(field);
    }
}
