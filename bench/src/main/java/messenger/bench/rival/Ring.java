package messenger.bench.rival;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import messenger.bench.system.Payload;

/**
 * One direction: a ring of records in a mapped file, one writer, one reader, whose positions have cache lines of their own.
 *
 * <pre>
 * record: length (4; negative: skip to the begin) | CRC (4) | payload, padded to 8
 * </pre>
 */
final class Ring {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int CAPACITY = 8 << 20;
    private static final int HEADER = 8;
    private static final int TAIL = CAPACITY;
    private static final int HEAD = CAPACITY + 128;
    private static final int SIZE = CAPACITY + 256;
    private static final int SKIP = -1;
    /** So many bytes, written or read, are shown to the other side together. */
    private static final int STRIDE = 16 << 10;

    private final ByteBuffer memory;
    private final ByteBuffer view;
    private final boolean checked;
    private final Waiting waiting;
    private final CRC32C crc = new CRC32C();
    /** The other side's position, as last seen. */
    private long seen;

    private long position;
    private long published;

    private Ring(ByteBuffer memory, boolean checked, Waiting waiting) {
        this.memory = memory.order(ByteOrder.nativeOrder());
        this.view = memory.duplicate();
        this.checked = checked;
        this.waiting = waiting;
    }

    static Ring map(Path file, boolean checked, Waiting waiting) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Ring(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE), checked, waiting);
        }
    }

    // ---- the writer ----

    void write(int length, Payload payload) {
        int at = claim(length);
        payload.writeTo(view.clear().position(at + HEADER));
        commit(at, length);
    }

    void write(ByteBuffer payload) {
        int length = payload.remaining();
        int at = claim(length);
        memory.put(at + HEADER, payload, payload.position(), length);
        commit(at, length);
    }

    private int claim(int length) {
        int whole = whole(length);
        int at = (int) (position % CAPACITY);
        if (at + whole > CAPACITY) {
            awaitRoom(CAPACITY - at);
            memory.putInt(at, SKIP);
            position += CAPACITY - at;
            at = 0;
        }
        awaitRoom(whole);
        return at;
    }

    private void awaitRoom(int bytes) {
        while (position + bytes - seen > CAPACITY) {
            seen = (long) LONG.getAcquire(memory, HEAD);
            if (position + bytes - seen > CAPACITY) {
                publish();
                waiting.pause();
            }
        }
    }

    private void commit(int at, int length) {
        memory.putInt(at + 4, checked ? crc(at + HEADER, length) : 0);
        memory.putInt(at, length);
        position += whole(length);
        if (position - published >= STRIDE) {
            publish();
        }
    }

    /** Shows the reader what has been written. */
    void publish() {
        if (published != position) {
            published = position;
            LONG.setRelease(memory, TAIL, position);
        }
    }

    // ---- the reader ----

    /** The next payload, valid until the next call; null if there is none. */
    ByteBuffer next() {
        if (position - published >= STRIDE) {
            taken();
        }
        if (position == seen) {
            seen = (long) LONG.getAcquire(memory, TAIL);
            if (position == seen) {
                return null;
            }
        }
        int at = (int) (position % CAPACITY);
        int length = memory.getInt(at);
        if (length == SKIP) {
            position += CAPACITY - at;
            return next();
        }
        if (checked && memory.getInt(at + 4) != crc(at + HEADER, length)) {
            throw new IllegalStateException("a record has changed in the ring");
        }
        position += whole(length);
        return view.limit(at + HEADER + length).position(at + HEADER);
    }

    /** Gives back the room of what has been read. */
    void taken() {
        if (published != position) {
            published = position;
            LONG.setRelease(memory, HEAD, position);
        }
    }

    private int crc(int at, int length) {
        crc.reset();
        crc.update(view.limit(at + length).position(at));
        return (int) crc.getValue();
    }

    private static int whole(int length) {
        return HEADER + (length + 7 & ~7);
    }
}
