package messenger.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import messenger.spi.MemoryLease;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;

/**
 * Bytes on their way to one socket: small pieces are copied together into pooled buffers, large ones are queued by
 * reference. Holds no buffer while it is empty. Not thread safe: guarded by its {@link FrameWriter}.
 */
final class Outbox {
    /** Most buffers of one system call. */
    private static final int GATHER_BUFFERS = 16;

    /** Most bytes of one system call: the JDK copies heap buffers into temporary direct ones, as large as these. */
    private static final int GATHER_BYTES = 256 * 1024;

    private final BufferPool pool;
    private final Injection injection;
    private final ArrayDeque<Segment> queue = new ArrayDeque<>();
    private final ByteBuffer[] gather = new ByteBuffer[GATHER_BUFFERS];
    private ByteBuffer staging;
    /** Where the part of the staging buffer begins that is not in the queue yet. */
    private int unqueued;

    private long pending;

    /** Bytes to write, and what is free once they are written: a pooled buffer, a lease, or neither. */
    private record Segment(ByteBuffer bytes, ByteBuffer owner, MemoryLease lease) {}

    Outbox(BufferPool pool, Injection injection) {
        this.pool = pool;
        this.injection = injection;
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
     * Writes until all is written or the socket is full.
     *
     * @return whether all is written
     * @throws LinkFaultException if a fault was asked for
     */
    boolean drain(GatheringByteChannel socket) throws IOException, LinkFaultException {
        queueStaging(null);
        while (pending > 0) {
            injection.check("write");
            if (!writeOnce(socket)) {
                return false;
            }
        }
        clear();
        return true;
    }

    private boolean writeOnce(GatheringByteChannel socket) throws IOException {
        int buffers = 0;
        int bytes = 0;
        ByteBuffer cut = null;
        int cutLimit = 0;
        for (Segment segment : queue) {
            ByteBuffer next = segment.bytes;
            if (next.remaining() > GATHER_BYTES - bytes) {
                cut = next;
                cutLimit = next.limit();
                next.limit(next.position() + GATHER_BYTES - bytes);
            }
            gather[buffers++] = next;
            bytes += next.remaining();
            if (buffers == GATHER_BUFFERS || bytes == GATHER_BYTES) {
                break;
            }
        }
        long written;
        try {
            written = buffers == 1 ? socket.write(gather[0]) : socket.write(gather, 0, buffers);
        } finally {
            Arrays.fill(gather, 0, buffers, null);
            if (cut != null) {
                cut.limit(cutLimit);
            }
        }
        pending -= written;
        dropWritten();
        return written == bytes;
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
