package messenger.simple;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import messenger.spi.MemoryLease;

/**
 * Bytes on their way to one socket: small pieces are copied together into pooled buffers, large ones are queued by
 * reference. Holds no buffer while it is empty. Not thread safe: guarded by its {@link FrameWriter}.
 */
final class Outbox {
    /** Most buffers of one system call. */
    private static final int GATHER_BUFFERS = 16;

    /** Most bytes of one system call: the JDK copies heap buffers into temporary direct ones, as large as these. */
    static final int GATHER_BYTES = 256 * 1024;

    private final BufferPool pool;
    private final ArrayDeque<Segment> queue = new ArrayDeque<>();
    private final ByteBuffer[] gathered = new ByteBuffer[GATHER_BUFFERS];
    /** Bytes of what is gathered, and the buffer of which only a part is. */
    private int offered;

    private ByteBuffer cut;
    private int cutLimit;
    private ByteBuffer staging;
    /** Where the part of the staging buffer begins that is not in the queue yet. */
    private int unqueued;

    private long pending;

    /** Bytes to write, and what is free once they are written: a pooled buffer, a lease, or neither. */
    private record Segment(ByteBuffer bytes, ByteBuffer owner, MemoryLease lease) {}

    Outbox(BufferPool pool) {
        this.pool = pool;
    }

    /** Bytes that the socket has not taken yet. */
    long pending() {
        return pending;
    }

    /** The buffer to append up to {@code bytes} bytes to; the caller tells {@link #appended} how many it did. */
    ByteBuffer room(int bytes) {
        if (staging == null || staging.remaining() < bytes) {
            retireStaging();
            staging = pool.take();
        }
        return staging;
    }

    void appended(int bytes) {
        pending += bytes;
    }

    /** Appends a copy of the bytes; the position of {@code bytes} does not move. */
    void copy(ByteBuffer bytes) {
        int end = bytes.limit();
        for (int from = bytes.position(); from < end; ) {
            ByteBuffer to = room(1);
            int length = Math.min(end - from, to.remaining());
            to.put(to.position(), bytes, from, length).position(to.position() + length);
            from += length;
            pending += length;
        }
    }

    /**
     * Appends bytes that stay unchanged until they are written.
     *
     * @param lease in which they lie, held until then; null if they lie elsewhere
     */
    void reference(ByteBuffer bytes, MemoryLease lease) {
        if (lease != null) {
            lease.retain();
        }
        queueStaging(null);
        queue.add(new Segment(bytes.duplicate(), null, lease));
        pending += bytes.remaining();
    }

    /**
     * What one system call is to write, in the first elements of {@link #gathered}; to be told how much it {@link #wrote}
     * before more is gathered. Appending meanwhile does no harm.
     *
     * @return number of buffers; 0 if nothing is left
     */
    int gather() {
        queueStaging(null);
        int buffers = 0;
        offered = 0;
        for (Segment segment : queue) {
            ByteBuffer next = segment.bytes;
            if (next.remaining() > GATHER_BYTES - offered) {
                cut = next;
                cutLimit = next.limit();
                next.limit(next.position() + GATHER_BYTES - offered);
            }
            gathered[buffers++] = next;
            offered += next.remaining();
            if (buffers == GATHER_BUFFERS || offered == GATHER_BYTES) {
                break;
            }
        }
        return buffers;
    }

    ByteBuffer[] gathered() {
        return gathered;
    }

    /**
     * The system call has ended.
     *
     * @return whether it took everything
     */
    boolean wrote(long written) {
        Arrays.fill(gathered, null);
        if (cut != null) {
            cut.limit(cutLimit);
            cut = null;
        }
        pending -= written;
        dropWritten();
        if (pending == 0) {
            clear();
        }
        return written == offered;
    }

    private void dropWritten() {
        for (Segment first = queue.peek(); first != null && !first.bytes.hasRemaining(); first = queue.peek()) {
            queue.remove();
            free(first);
        }
    }

    private void free(Segment segment) {
        if (segment.owner != null) {
            pool.give(segment.owner);
        }
        if (segment.lease != null) {
            segment.lease.release();
        }
    }

    /** Drops everything and returns the buffers. */
    void clear() {
        queue.forEach(this::free);
        queue.clear();
        if (staging != null) {
            pool.give(staging);
            staging = null;
        }
        unqueued = 0;
        pending = 0;
    }

    private void retireStaging() {
        if (staging != null) {
            queueStaging(staging);
            staging = null;
            unqueued = 0;
        }
    }

    private void queueStaging(ByteBuffer owner) {
        if (staging != null && (owner != null || staging.position() > unqueued)) {
            queue.add(new Segment(staging.slice(unqueued, staging.position() - unqueued), owner, null));
            unqueued = staging.position();
        }
    }
}
