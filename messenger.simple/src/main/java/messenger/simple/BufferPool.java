package messenger.simple;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct buffers in which small frames are put together. Bounded: once {@code limit} of them are about, heap buffers
 * are given out instead, which the garbage collector takes back. Thread safe.
 */
final class BufferPool {
    /** Bytes of each buffer. */
    static final int BUFFER_SIZE = 64 * 1024;

    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger created = new AtomicInteger();
    private final int limit;

    BufferPool(int limit) {
        this.limit = limit;
    }

    /** A cleared little-endian buffer. */
    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        if (buffer != null) {
            return buffer;
        }
        boolean direct = created.getAndUpdate(n -> n < limit ? n + 1 : n) < limit;
        return (direct ? ByteBuffer.allocateDirect(BUFFER_SIZE) : ByteBuffer.allocate(BUFFER_SIZE))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Takes a buffer back that nobody uses any more. */
    void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            free.add(buffer.clear());
        }
    }

    /** Direct buffers that wait to be used. */
    int idle() {
        return free.size();
    }

    /** Direct buffers that were made. */
    int created() {
        return created.get();
    }
}
