package messenger.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import messenger.api.Message;
import messenger.api.MessageBuilder;
import org.junit.jupiter.api.Assertions;

/** What the tests send: bytes that a seed determines, text, and messages with a number. */
final class Content {
    /** Type of messages that carry a number and nothing else of interest. */
    static final int NUMBERED = 100;

    private Content() {}

    static ByteBuffer pattern(long seed, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            bytes.putLong(at, word(seed, at));
        }
        for (; at < length; at++) {
            bytes.put(at, (byte) word(seed, at));
        }
        return bytes;
    }

    /** Null if the bytes are those of the seed, else where and how they differ. */
    static String differenceFromPattern(long seed, int length, ByteBuffer received) {
        ByteBuffer actual = received.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (actual.remaining() != length) {
            return "length " + actual.remaining() + " instead of " + length;
        }
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (actual.getLong(at) != word(seed, at)) {
                return "wrong content at byte " + at + " of " + length;
            }
        }
        for (; at < length; at++) {
            if (actual.get(at) != (byte) word(seed, at)) {
                return "wrong content at byte " + at + " of " + length;
            }
        }
        return null;
    }

    static void assertPattern(long seed, int length, ByteBuffer received, String what) {
        String difference = differenceFromPattern(seed, length, received);
        if (difference != null) {
            Assertions.fail(what + ": " + difference);
        }
    }

    private static long word(long seed, int at) {
        long z = (seed + at) * 0x9e37_79b9_7f4a_7c15L;
        return z ^ (z >>> 29);
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** A small message with a text in front. */
    static Message message(int type, String text) {
        return Message.builder(type).front(text(text)).build();
    }

    static MessageBuilder builder(int number) {
        ByteBuffer front = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return Message.builder(NUMBERED).front(front.putInt(0, number));
    }

    static Message numbered(int number) {
        return builder(number).build();
    }

    /** A numbered message with that much data. */
    static Message numbered(int number, int dataLength) {
        return builder(number).data(pattern(number, dataLength)).build();
    }

    static int number(Message message) {
        return message.front().order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    }
}
