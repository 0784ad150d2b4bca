package messenger.spi;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC-32C as messenger v1 uses it: Castagnoli polynomial, reflected, start value 0, no final inversion. The empty
 * sequence and any run of zero bytes have the value 0; "123456789" has 0x58e3fa20.
 *
 * <p>The JDK's {@link CRC32C} starts with all bits set and inverts the result. Both are affine in the start value, so the
 * wanted value differs from it by what a register of all ones becomes after as many zero bytes. Not thread safe.
 */
public final class Crc32c {
    private static final int POLYNOMIAL = 0x82f6_3b78;
    private static final int TABLE_SIZE = 4096;

    /** Register of all ones after n zero bytes, for n below TABLE_SIZE. */
    private static final int[] ONES_AFTER = new int[TABLE_SIZE];

    /** ZEROS[k][i]: what bit i of the register contributes after 2^k zero bytes. */
    private static final int[][] ZEROS = new int[32][32];

    static {
        for (int bit = 0; bit < 32; bit++) {
            ZEROS[0][bit] = afterZeroByte(1 << bit);
        }
        for (int k = 1; k < 32; k++) {
            for (int bit = 0; bit < 32; bit++) {
                ZEROS[k][bit] = apply(ZEROS[k - 1], ZEROS[k - 1][bit]);
            }
        }
        ONES_AFTER[0] = -1;
        for (int n = 1; n < TABLE_SIZE; n++) {
            ONES_AFTER[n] = afterZeroByte(ONES_AFTER[n - 1]);
        }
    }

    private final CRC32C crc = new CRC32C();
    /** The last long sequence's, as the next is often as long. */
    private int longLength;

    private int longOnes;

    private static int afterZeroByte(int register) {
        int r = register;
        for (int i = 0; i < 8; i++) {
            r = (r & 1) != 0 ? (r >>> 1) ^ POLYNOMIAL : r >>> 1;
        }
        return r;
    }

    private static int apply(int[] operator, int register) {
        int result = 0;
        for (int r = register; r != 0; r &= r - 1) {
            result ^= operator[Integer.numberOfTrailingZeros(r)];
        }
        return result;
    }

    private int onesAfter(int zeroBytes) {
        if (zeroBytes < TABLE_SIZE) {
            return ONES_AFTER[zeroBytes];
        }
        if (zeroBytes != longLength) {
            int register = -1;
            for (int rest = zeroBytes; rest != 0; rest &= rest - 1) {
                register = apply(ZEROS[Integer.numberOfTrailingZeros(rest)], register);
            }
            longLength = zeroBytes;
            longOnes = register;
        }
        return longOnes;
    }

    /** The value over the buffer's remaining bytes; its position does not move, not even for a while. */
    public int of(ByteBuffer bytes) {
        int position = bytes.position();
        int length = bytes.remaining();
        if (length == 0) {
            return 0;
        }
        crc.reset();
        if (bytes.hasArray()) {
            crc.update(bytes.array(), bytes.arrayOffset() + position, length);
        } else {
            crc.update(bytes.duplicate());
        }
        return ~(int) crc.getValue() ^ onesAfter(length);
    }

    /** The value over {@code length} bytes from {@code at}, of a buffer that nobody else uses: its position moves meanwhile. */
    public int of(ByteBuffer own, int at, int length) {
        int position = own.position();
        int limit = own.limit();
        crc.reset();
        crc.update(own.limit(at + length).position(at));
        own.limit(limit).position(position);
        return ~(int) crc.getValue() ^ onesAfter(length);
    }

    /** The value over {@code length} bytes from {@code offset}. */
    public int of(byte[] bytes, int offset, int length) {
        crc.reset();
        crc.update(bytes, offset, length);
        return ~(int) crc.getValue() ^ onesAfter(length);
    }
}
