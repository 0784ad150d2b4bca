package messenger.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import messenger.bench.system.Payload;

/**
 * Payloads of one length, each another one by its number, and the check that a number's payload has arrived unchanged. Both
 * cost a copy and a comparison of the bytes, the same for every system. Not thread safe.
 */
final class Content implements Payload {
    /** Marks the number of a message whose receiver is to confirm what has arrived so far. */
    static final long CONFIRM = 1L << 62;

    private static final int NUMBER = Long.BYTES;
    private static final int SHIFTS = 1 << 10;
    private static final int STEP = 64;

    /** Bytes to take payloads of a length from, the same for all sessions: each with its own would not fit in the caches. */
    private static final Map<Integer, byte[]> POOLS = new ConcurrentHashMap<>();

    private final int length;
    private final ByteBuffer pool;
    private long number;

    /** Payloads of so many bytes, 8 at least. */
    Content(int length) {
        this.length = length;
        this.pool = ByteBuffer.wrap(POOLS.computeIfAbsent(length, Content::random));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length + SHIFTS * STEP];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    int length() {
        return length;
    }

    /** The payload of that number is the one to be written. */
    Content number(long newNumber) {
        number = newNumber;
        return this;
    }

    @Override
    public void writeTo(ByteBuffer target) {
        int start = target.position();
        target.putLong(start, ordered(target, number));
        target.put(start + NUMBER, pool.array(), shift(number), length - NUMBER);
    }

    /** The number of a payload that has arrived, with its mark. */
    static long numberOf(ByteBuffer received) {
        return ordered(received, received.getLong(received.position()));
    }

    /** Ends the process unless it is the payload of that number. */
    void check(ByteBuffer received, long expected) {
        long got = numberOf(received);
        if (got != expected || received.remaining() != length) {
            Failure.end("message " + expected + " of " + length + " bytes was expected, got " + got + " of "
                    + received.remaining() + " bytes");
        }
        int start = received.position();
        int shift = shift(expected);
        pool.limit(shift + length - NUMBER).position(shift);
        received.position(start + NUMBER);
        int difference = pool.mismatch(received);
        received.position(start);
        if (difference >= 0) {
            Failure.end("message " + expected + " has changed at byte " + (NUMBER + difference));
        }
    }

    private static long ordered(ByteBuffer buffer, long value) {
        return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }

    private static int shift(long number) {
        return (int) (number & (SHIFTS - 1)) * STEP;
    }
}
