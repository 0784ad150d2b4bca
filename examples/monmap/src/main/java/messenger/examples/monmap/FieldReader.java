package messenger.examples.monmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Reads Ceph's encodings, little endian. A length is checked against what is left before anything is allocated. */
final class FieldReader {
    private static final int UUID_BYTES = 16;

    private final ByteBuffer bytes;

    FieldReader(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer need(long length, String field) {
        if (length > bytes.remaining()) {
            throw new IllegalArgumentException(field + " takes " + length + " bytes, but " + bytes.remaining()
                    + " are left at " + bytes.position());
        }
        return bytes;
    }

    int u8(String field) {
        return Byte.toUnsignedInt(need(Byte.BYTES, field).get());
    }

    int u16(String field) {
        return Short.toUnsignedInt(need(Short.BYTES, field).getShort());
    }

    /** As ports are in a socket address. */
    int bigEndian16(String field) {
        return Short.toUnsignedInt(Short.reverseBytes(need(Short.BYTES, field).getShort()));
    }

    long u32(String field) {
        return Integer.toUnsignedLong(need(Integer.BYTES, field).getInt());
    }

    long u64(String field) {
        return need(Long.BYTES, field).getLong();
    }

    /** The number of elements that follow. */
    int count(int max, String field) {
        long count = u32(field);
        if (count > max) {
            throw new IllegalArgumentException(field + " has " + count + " elements; allowed: at most " + max);
        }
        return (int) count;
    }

    byte[] bytes(int length, String field) {
        need(length, field);
        byte[] value = new byte[length];
        bytes.get(value);
        return value;
    }

    String string(int max, String field) {
        long length = u32(field);
        if (length > max) {
            throw new IllegalArgumentException(field + " of " + length + " bytes; allowed: at most " + max);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(slice(length, field))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(field + " is not UTF-8", e);
        }
    }

    UUID uuid(String field) {
        ByteBuffer value = slice(UUID_BYTES, field).order(ByteOrder.BIG_ENDIAN);
        return new UUID(value.getLong(), value.getLong());
    }

    Instant time(String field) {
        return Instant.ofEpochSecond(u32(field), u32(field));
    }

    /** What an encoding with a length of its own holds. */
    FieldReader part(String field) {
        return new FieldReader(slice(u32(field), field));
    }

    private ByteBuffer slice(long length, String field) {
        ByteBuffer slice = need(length, field).slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return slice;
    }

    /**
     * The content of a versioned encoding: version u8, oldest version that can read it u8, length u32, content. What a
     * newer version has added stands at its end.
     *
     * @param oldest oldest version that is understood
     * @param newest newest version that is known
     */
    FieldReader versioned(int oldest, int newest, String field) {
        int version = u8(field);
        int compat = u8(field);
        if (version < oldest || compat > newest) {
            throw new IllegalArgumentException(field + " has version " + version + ", readable from version " + compat
                    + " on; understood: " + oldest + " to " + newest);
        }
        return part(field);
    }
}
