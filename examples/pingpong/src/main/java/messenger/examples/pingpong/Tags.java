package messenger.examples.pingpong;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tags on the wire: unsigned 16-bit length in bytes, then UTF-8. */
final class Tags {
    private Tags() {}

    static byte[] encode(String tag) {
        byte[] bytes = tag.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > DataPing.MAX_TAG) {
            throw new IllegalArgumentException(
                    "tag of " + bytes.length + " bytes; allowed: at most " + DataPing.MAX_TAG);
        }
        return bytes;
    }

    /** Reads a tag that must leave exactly {@code after} bytes behind it. */
    static String decode(ByteBuffer from, int after) {
        if (from.remaining() < Short.BYTES) {
            throw new IllegalArgumentException("front of " + from.remaining() + " bytes has no room for a tag");
        }
        int length = Short.toUnsignedInt(from.getShort());
        if (length > DataPing.MAX_TAG || from.remaining() != length + after) {
            throw new IllegalArgumentException("tag of " + length + " bytes and " + after + " bytes of fields, but "
                    + from.remaining() + " bytes are left; allowed: tags up to " + DataPing.MAX_TAG + " bytes");
        }
        ByteBuffer text = from.slice(from.position(), length);
        from.position(from.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("tag is not UTF-8", e);
        }
    }
}
