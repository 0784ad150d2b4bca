package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import messenger.spi.Crc32c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CRC-32C with start value 0 and no inversion. */
class Crc32cTest {
    private final Crc32c crc = new Crc32c();

    private static int reference(byte[] bytes, int offset, int length) {
        int register = 0;
        for (int i = offset; i < offset + length; i++) {
            register ^= Byte.toUnsignedInt(bytes[i]);
            for (int bit = 0; bit < 8; bit++) {
                register = (register & 1) != 0 ? (register >>> 1) ^ 0x82f6_3b78 : register >>> 1;
            }
        }
        return register;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void checkValue() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0x58e3_fa20, crc.of(digits, 0, digits.length));
        assertEquals(0x58e3_fa20, crc.of(ByteBuffer.wrap(digits)));
        assertEquals(0x58e3_fa20, reference(digits, 0, digits.length));
    }

    @Test
    void nothingIsZero() {
        assertEquals(0, crc.of(ByteBuffer.allocate(0)));
        assertEquals(0, crc.of(new byte[3], 1, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 4095, 4096, 4097, 1 << 20})
    void zerosAreZero(int length) {
        assertEquals(0, crc.of(ByteBuffer.allocate(length)));
        assertEquals(0, crc.of(ByteBuffer.allocateDirect(length)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 49, 255, 4094, 4095, 4096, 4097, 8191, 65_535, 65_536, 1_000_003, 5 << 20})
    void agreesWithTheDefinition(int length) {
        byte[] bytes = random(length);
        int expected = reference(bytes, 0, length);
        assertEquals(expected, crc.of(bytes, 0, length));
        assertEquals(expected, crc.of(ByteBuffer.wrap(bytes)));
        ByteBuffer direct = ByteBuffer.allocateDirect(length).put(bytes).flip();
        assertEquals(expected, crc.of(direct));
    }

    @Test
    void coversFromPositionToLimitAndMovesNeither() {
        byte[] bytes = random(100);
        ByteBuffer part = ByteBuffer.wrap(bytes).position(10).limit(60);
        assertEquals(reference(bytes, 10, 50), crc.of(part));
        assertEquals(10, part.position());
        assertEquals(60, part.limit());
        assertEquals(reference(bytes, 10, 50), crc.of(part.asReadOnlyBuffer()));
        assertEquals(reference(bytes, 10, 50), crc.of(bytes, 10, 50));
    }
}
