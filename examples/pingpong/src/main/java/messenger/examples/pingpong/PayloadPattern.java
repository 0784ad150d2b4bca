package messenger.examples.pingpong;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Payloads that follow from the counter: windows into one block of noise, so that making one copies nothing and
 * checking one is a single comparison. Thread safe.
 */
final class PayloadPattern {
    /** Number of different payloads; a prime, so that it divides no common period. */
    private static final int PERIOD = 4093;

    private static final long SEED = 42;

    private final int size;
    private final ByteBuffer noise;

    /** Payloads of {@code size} bytes. */
    PayloadPattern(int size) {
        this.size = size;
        byte[] bytes = new byte[size + PERIOD - 1];
        new Random(SEED).nextBytes(bytes);
        noise = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }

    /** The payload of a message, read-only. */
    ByteBuffer of(long counter) {
        return noise.slice((int) (counter % PERIOD), size);
    }

    /** Whether {@code data} is the payload of that message. */
    boolean matches(long counter, ByteBuffer data) {
        return of(counter).equals(data);
    }
}
