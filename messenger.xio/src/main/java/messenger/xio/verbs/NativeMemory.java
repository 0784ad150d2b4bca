package messenger.xio.verbs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Memory of native structures, by address. Nothing is checked. */
final class NativeMemory {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private NativeMemory() {}

    static byte getByte(long address) {
        return ALL.get(JAVA_BYTE, address);
    }

    static short getShort(long address) {
        return ALL.get(JAVA_SHORT, address);
    }

    static int getInt(long address) {
        return ALL.get(JAVA_INT, address);
    }

    static long getLong(long address) {
        return ALL.get(JAVA_LONG, address);
    }

    static void putByte(long address, byte value) {
        ALL.set(JAVA_BYTE, address, value);
    }

    static void putShort(long address, short value) {
        ALL.set(JAVA_SHORT, address, value);
    }

    static void putInt(long address, int value) {
        ALL.set(JAVA_INT, address, value);
    }

    static void putLong(long address, long value) {
        ALL.set(JAVA_LONG, address, value);
    }

    static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(ALL, JAVA_BYTE, address, bytes, 0, length);
        return bytes;
    }

    /** Text that ends with a zero, or after {@code max} bytes. */
    static String text(long address, int max) {
        int length = 0;
        while (length < max && getByte(address + length) != 0) {
            length++;
        }
        return new String(bytes(address, length), StandardCharsets.UTF_8);
    }
}
