package messenger.bench.rival;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import messenger.bench.system.Channel;
import messenger.bench.system.Payload;

/** The sending half of a connection: gathers frames in buffers, and has the event loop write them. */
final class NettyChannel implements Channel {
    /** Length, sequence number, checksum. */
    static final int HEADER = Integer.BYTES + Long.BYTES + Integer.BYTES;

    private static final int SMALLEST_BATCH = 1024;
    private static final int LARGEST_BATCH = 64 * 1024;
    private static final int MOST_QUEUED = 1024 * 1024;
    /** From this size on, a received frame goes back in the buffer in which it came. */
    private static final int COPIED_AT_MOST = 4096;

    private final io.netty.channel.Channel socket;
    private final EventLoop loop;
    private final Runnable writing = this::write;
    private final CRC32C checksum = new CRC32C();
    // guarded by this, as is the checksum: the event loop may write while another thread sends
    private final ArrayDeque<ByteBuf> full = new ArrayDeque<>();
    private ByteBuf batch;
    private int capacity = SMALLEST_BATCH;
    private long sequence;
    private boolean scheduled;
    private boolean closed;

    private volatile int queued;
    private volatile Thread waiting;

    // used by the event loop only
    private boolean reading;
    private ByteBuf arrived;
    private int arrivedAt;

    NettyChannel(io.netty.channel.Channel socket) {
        this.socket = socket;
        loop = socket.eventLoop();
    }

    @Override
    public void send(int length, Payload payload) {
        boolean inLoop = loop.inEventLoop();
        if (!inLoop) {
            awaitRoom();
        }
        synchronized (this) {
            ByteBuf target = batchFor(HEADER + length);
            int start = target.writerIndex();
            ByteBuffer content = target.internalNioBuffer(start + HEADER, length);
            int contentAt = content.position();
            payload.writeTo(content);
            content.limit(contentAt + length).position(contentAt);
            writeHeader(target, start, content);
            target.writerIndex(start + HEADER + length);
        }
        sent(inLoop);
    }

    @Override
    public void sendBack(ByteBuffer received) {
        int length = received.remaining();
        ByteBuf frame = arrived;
        if (length <= COPIED_AT_MOST || frame == null) {
            send(length, target -> target.put(target.position(), received, received.position(), length));
            return;
        }
        arrived = null;
        synchronized (this) {
            writeHeader(frame, arrivedAt, received.duplicate());
            endBatch();
            enqueue(frame.retainedSlice(arrivedAt, HEADER + length));
        }
        sent(true);
    }

    @Override
    public void flush() {
        if (!loop.inEventLoop()) {
            return; // the event loop was told at the first send
        }
        if (!reading) {
            write();
        }
    }

    /** What is received until the end of the read may be answered; the answers leave together then. */
    void readStarts() {
        reading = true;
    }

    /** The frame that is being received, or null. */
    void arrived(ByteBuf buffer, int frameAt) {
        arrived = buffer;
        arrivedAt = frameAt;
    }

    void readEnds() {
        reading = false;
        write();
    }

    /** Again writable, or not. */
    void writabilityChanged() {
        wakeSender();
    }

    synchronized void close() {
        closed = true;
        full.forEach(ByteBuf::release);
        full.clear();
        if (batch != null) {
            batch.release();
            batch = null;
        }
        queued = 0;
        LockSupport.unpark(waiting);
    }

    private ByteBuf batchFor(int frame) {
        if (closed) {
            throw new IllegalStateException("Channel is closed");
        }
        if (batch != null && batch.writableBytes() < frame) {
            endBatch();
            capacity = Math.min(2 * capacity, LARGEST_BATCH);
        }
        if (batch == null) {
            batch = socket.alloc().directBuffer(Math.max(capacity, frame));
        }
        return batch;
    }

    private void endBatch() {
        if (batch != null) {
            enqueue(batch);
            batch = null;
        }
    }

    private void enqueue(ByteBuf buffer) {
        full.add(buffer);
        queued += buffer.readableBytes();
    }

    private void writeHeader(ByteBuf target, int at, ByteBuffer content) {
        target.setInt(at, content.remaining());
        target.setLong(at + Integer.BYTES, sequence++);
        checksum.reset();
        checksum.update(content);
        target.setInt(at + Integer.BYTES + Long.BYTES, (int) checksum.getValue());
    }

    private void sent(boolean inLoop) {
        if (inLoop && reading) {
            if (queued >= LARGEST_BATCH) {
                write();
            }
        } else {
            schedule();
        }
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        loop.execute(writing);
    }

    private void write() {
        synchronized (this) {
            scheduled = false;
            if (batch != null) {
                if (full.isEmpty() && batch.readableBytes() <= capacity / 4 && capacity > SMALLEST_BATCH) {
                    capacity /= 2;
                }
                endBatch();
            }
            if (full.isEmpty()) {
                return;
            }
            for (ByteBuf buffer = full.poll(); buffer != null; buffer = full.poll()) {
                socket.write(buffer, socket.voidPromise());
            }
            queued = 0;
        }
        socket.flush();
        wakeSender();
    }

    private boolean hasRoom() {
        return (queued < MOST_QUEUED && socket.isWritable()) || !socket.isActive();
    }

    private void awaitRoom() {
        if (hasRoom()) {
            return;
        }
        waiting = Thread.currentThread();
        while (!hasRoom()) {
            LockSupport.park(this);
        }
        waiting = null;
    }

    private void wakeSender() {
        Thread sender = waiting;
        if (sender != null && hasRoom()) {
            LockSupport.unpark(sender);
        }
    }
}
