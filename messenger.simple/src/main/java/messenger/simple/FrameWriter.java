package messenger.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import messenger.api.WireTap;
import messenger.spi.ControlFrame;
import messenger.spi.Crc32c;
import messenger.spi.FooterCodec;
import messenger.spi.HeaderCodec;
import messenger.spi.KeepaliveStamp;
import messenger.spi.MemoryLease;
import messenger.spi.OutgoingMessage;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;

/**
 * Encodes frames and gives them to a socket (messenger v1: tag, header, sections, footer). Frames are put together
 * and written by {@link #flush}, or before, once as much waits as one buffer holds. Thread safe; after {@link #close}
 * nothing is taken any more.
 */
final class FrameWriter {
    /** Sections from this size on are written from where they are. */
    static final int REFERENCE_SIZE = 16 * 1024;

    private static final int STAMP_LENGTH = 2 * Integer.BYTES;

    private final Outbox outbox;
    private final Negotiation negotiation;
    private final SimpleSettings settings;
    private final Crc32c crc = new Crc32c();
    private final Recorder recorder;
    private final Runnable whenFull;
    private GatheringByteChannel socket;
    /** Whether the socket took less than was offered, and has not become writable since. */
    private boolean full;

    private long lateAck;
    private KeepaliveStamp lateStamp;
    private boolean closed;
    private long bytesOut;

    /**
     * A writer without a socket yet.
     *
     * @param whenFull called whenever the socket took less than was offered; must not wait
     */
    FrameWriter(
            BufferPool pool,
            Injection injection,
            Negotiation negotiation,
            SimpleSettings settings,
            Recorder recorder,
            Runnable whenFull) {
        this.outbox = new Outbox(pool, injection);
        this.negotiation = negotiation;
        this.settings = settings;
        this.recorder = recorder;
        this.whenFull = whenFull;
    }

    /** Names the socket, before anything is written. */
    synchronized void socket(GatheringByteChannel newSocket) {
        socket = newSocket;
    }

    /** Appends bytes of the handshake; the position of {@code bytes} does not move. */
    synchronized void handshake(ByteBuffer bytes) {
        if (!closed) {
            recorder.said(bytes);
            outbox.copy(bytes);
        }
    }

    /** Has a tap see what is written from the next frame on. */
    synchronized void tap(WireTap tap) {
        recorder.add(tap, outbox.pending());
    }

    /**
     * Appends a message.
     *
     * @return false if too much waits already and the socket takes no more
     */
    synchronized boolean message(OutgoingMessage message) throws IOException, LinkFaultException {
        if (closed || (outbox.pending() >= settings.pendingOut() && (full || !flush()))) {
            return false;
        }
        append(message);
        return true;
    }

    /** Appends a control frame. */
    synchronized void control(ByteBuffer content) throws IOException, LinkFaultException {
        if (!closed) {
            append(ControlFrame.message(content));
        }
    }

    private void append(OutgoingMessage message) throws IOException, LinkFaultException {
        header(message);
        section(message.front(), message.leases().front());
        section(message.middle(), message.leases().middle());
        section(message.data(), message.leases().data());
        footer(message);
        flushFull();
    }

    private void header(OutgoingMessage message) {
        ByteBuffer to = outbox.room(Byte.BYTES + HeaderCodec.LENGTH);
        to.put((byte) FrameTag.MSG);
        int at = to.position();
        HeaderCodec.encode(
                message.header(),
                message.front().remaining(),
                message.middle().remaining(),
                message.data().remaining(),
                to,
                at);
        HeaderCodec.putCrc(to, at, settings.crcHeader() ? headerCrc(to, at) : 0);
        to.position(at + HeaderCodec.LENGTH);
        outbox.appended(Byte.BYTES + HeaderCodec.LENGTH);
    }

    private int headerCrc(ByteBuffer buffer, int at) {
        buffer.limit(at + HeaderCodec.CRC_COVERS);
        int value = crc.of(buffer);
        buffer.limit(buffer.capacity());
        return value;
    }

    private void section(ByteBuffer bytes, MemoryLease lease) {
        if (bytes.remaining() >= REFERENCE_SIZE) {
            outbox.reference(bytes, lease);
        } else {
            outbox.copy(bytes);
        }
    }

    private void footer(OutgoingMessage message) {
        boolean signature = negotiation.signature();
        int length = FooterCodec.length(signature);
        FooterCodec.encode(
                settings.crcHeader() ? message.frontCrc(crc) : 0,
                settings.crcHeader() ? message.middleCrc(crc) : 0,
                settings.crcData() ? message.dataCrc(crc) : 0,
                settings.crcData() ? FooterCodec.COMPLETE : FooterCodec.COMPLETE | FooterCodec.NO_CRC,
                signature,
                outbox.room(length));
        outbox.appended(length);
    }

    /** Appends an acknowledgement; while the socket is full and enough waits, only the last one is kept. */
    synchronized void ack(long seq) throws IOException, LinkFaultException {
        if (isStuck()) {
            lateAck = seq;
        } else if (!closed) {
            outbox.room(Byte.BYTES + Long.BYTES).put((byte) FrameTag.ACK).putLong(seq);
            outbox.appended(Byte.BYTES + Long.BYTES);
            flushFull();
        }
    }

    /** Appends a keepalive: one without time stamp for peers that do not know the other. */
    synchronized void keepalive(KeepaliveStamp stamp) throws IOException, LinkFaultException {
        if (negotiation.keepalive2()) {
            stamped(FrameTag.KEEPALIVE2, stamp);
        } else if (!closed) {
            outbox.room(Byte.BYTES).put((byte) FrameTag.KEEPALIVE);
            outbox.appended(Byte.BYTES);
        }
    }

    /** Appends the answer to a keepalive; while the socket is full and enough waits, only the last one is kept. */
    synchronized void keepaliveAck(KeepaliveStamp stamp) throws IOException, LinkFaultException {
        if (isStuck()) {
            lateStamp = stamp;
        } else {
            stamped(FrameTag.KEEPALIVE2_ACK, stamp);
        }
    }

    /** A peer that sends and does not read must not have its answers pile up. */
    private boolean isStuck() {
        return full && outbox.pending() >= settings.pendingOut();
    }

    private void appendLate() throws IOException, LinkFaultException {
        long seq = lateAck;
        KeepaliveStamp stamp = lateStamp;
        lateAck = 0;
        lateStamp = null;
        if (seq != 0) {
            ack(seq);
        }
        if (stamp != null) {
            keepaliveAck(stamp);
        }
    }

    private void stamped(int tag, KeepaliveStamp stamp) throws IOException, LinkFaultException {
        if (!closed) {
            outbox.room(Byte.BYTES + STAMP_LENGTH)
                    .put((byte) tag)
                    .putInt(stamp.seconds())
                    .putInt(stamp.nanos());
            outbox.appended(Byte.BYTES + STAMP_LENGTH);
            flushFull();
        }
    }

    private void flushFull() throws IOException, LinkFaultException {
        if (!full && outbox.pending() >= BufferPool.BUFFER_SIZE) {
            flush();
        }
    }

    /**
     * Writes what the socket takes.
     *
     * @return whether nothing waits any more
     */
    synchronized boolean flush() throws IOException, LinkFaultException {
        if (!isStuck() && (lateAck != 0 || lateStamp != null)) {
            appendLate();
        }
        if (closed || outbox.pending() == 0) {
            return true;
        }
        long before = outbox.pending();
        try {
            full = !outbox.drain(socket);
        } finally {
            bytesOut += before - outbox.pending();
        }
        if (full) {
            whenFull.run();
        }
        return !full;
    }

    /** The socket takes more again. */
    synchronized void writable() {
        full = false;
    }

    /** Bytes taken and not written yet. */
    synchronized long pending() {
        return outbox.pending();
    }

    /** Bytes written. */
    synchronized long bytesOut() {
        return bytesOut;
    }

    /** Drops what waits and returns the buffers. */
    synchronized void close() {
        closed = true;
        outbox.clear();
    }
}
