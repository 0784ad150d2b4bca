package messenger.shell.capture;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import messenger.api.WireTap;

/**
 * Takes what taps see, copies it into a bounded queue and never waits: what does not fit is dropped and counted. Thread
 * safe.
 */
final class Intake implements WireTap {
    /** What is in the queue: bytes of a link, or its end, where they are null. Without a link: the end of all. */
    record Piece(Wire wire, boolean sent, long offset, Instant time, ByteBuffer bytes) {}

    /** Bytes that each direction of a link has had, dropped ones included. Each has one writer. */
    private static final class Offsets {
        private long sent;
        private long received;
    }

    static final Piece END = new Piece(null, false, 0, null, null);

    private static final int PIECE_OVERHEAD = 128;

    private final BlockingQueue<Piece> queue = new LinkedBlockingQueue<>();
    private final Map<Long, Offsets> offsets = new ConcurrentHashMap<>();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final long maxQueued;
    private volatile boolean closed;

    /** Queues up to {@code maxQueued} bytes. */
    Intake(long maxQueued) {
        this.maxQueued = maxQueued;
    }

    @Override
    public void bytes(Wire wire, boolean sent, Instant time, ByteBuffer bytes) {
        if (closed) {
            return;
        }
        int length = bytes.remaining();
        long offset = advance(offsets.computeIfAbsent(wire.id(), id -> new Offsets()), sent, length);
        if (queued.addAndGet(length + PIECE_OVERHEAD) > maxQueued) {
            queued.addAndGet(-(length + PIECE_OVERHEAD));
            dropped.addAndGet(length);
            return;
        }
        queue.add(new Piece(
                wire,
                sent,
                offset,
                time,
                ByteBuffer.allocate(length).put(bytes.duplicate()).flip()));
    }

    private static long advance(Offsets offsets, boolean sent, int length) {
        long offset = sent ? offsets.sent : offsets.received;
        if (sent) {
            offsets.sent += length;
        } else {
            offsets.received += length;
        }
        return offset;
    }

    @Override
    public void closed(Wire wire, Instant time) {
        offsets.remove(wire.id());
        if (closed) {
            return;
        }
        queue.add(new Piece(wire, false, 0, time, null));
    }

    /** Puts the end behind all that was seen so far. */
    void end() {
        queue.add(END);
    }

    /** Takes nothing more, and forgets what nobody will take. */
    void close() {
        closed = true;
        queue.clear();
    }

    /** The next piece, waited for. */
    Piece take() throws InterruptedException {
        return taken(queue.take());
    }

    /** The next piece; null if there is none. */
    Piece poll() {
        return taken(queue.poll());
    }

    private Piece taken(Piece piece) {
        if (piece != null && piece.bytes() != null) {
            queued.addAndGet(-(piece.bytes().remaining() + PIECE_OVERHEAD));
        }
        return piece;
    }

    /** Bytes that were dropped because the file was too slow. */
    long dropped() {
        return dropped.get();
    }
}
