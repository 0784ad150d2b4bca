package messenger.bench.rival;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Header of a frame of the bare socket: length, sequence number and, if there is one, CRC32C of the payload. */
final class RawFrames {
    static final int HEADER = Integer.BYTES + Long.BYTES + Integer.BYTES;

    private static final int SEQUENCE = Integer.BYTES;
    private static final int CRC = SEQUENCE + Long.BYTES;

    private final boolean checked;
    private final CRC32C crc = new CRC32C();
    private long out;
    private long in;

    RawFrames(boolean checked) {
        this.checked = checked;
    }

    /** Writes the header of the payload from {@code start} on, which is not moved. */
    void write(ByteBuffer target, int at, ByteBuffer payload, int start, int length) {
        target.putInt(at, length)
                .putLong(at + SEQUENCE, out++)
                .putInt(at + CRC, checked ? crc(payload, start, length) : 0);
    }

    /** Checks the header at {@code at}, and the payload behind it. */
    void check(ByteBuffer frame, int at, int length) {
        if (frame.getLong(at + SEQUENCE) != in++) {
            throw new IllegalStateException("frame " + frame.getLong(at + SEQUENCE) + " instead of " + (in - 1));
        }
        if (checked && frame.getInt(at + CRC) != crc(frame, at + HEADER, length)) {
            throw new IllegalStateException("frame " + (in - 1) + " has changed on its way");
        }
    }

    private int crc(ByteBuffer bytes, int start, int length) {
        int position = bytes.position();
        int limit = bytes.limit();
        crc.reset();
        crc.update(bytes.limit(start + length).position(start));
        bytes.limit(limit).position(position);
        return (int) crc.getValue();
    }
}
