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
 * and written by {@link #flush}, or before, once as much waits as one call of the system takes. Thread safe: one thread at
 * a time writes to the socket, without the lock, so that others append meanwhile; what they append it takes along. After
 * {@link #close} nothing is taken any more.
 */
final class FrameWriter {
    /** Sections from this size on are written from where they are. */
    static final int REFERENCE_SIZE = 16 * 1024;

    /** Most system calls in a row: whoever appends meanwhile may do so without end, and the thread has other links. */
    private static final int MAX_ROUNDS = 8;

    private static final int STAMP_LENGTH = 2 * Integer.BYTES;

    /** What becomes of a message. */
    private enum Taking {
        TAKEN,
        /** And one call of the system is worth it by now. */
        ENOUGH,
        /** Not before what waits has been offered to the socket. */
        AFTER_FLUSH,
        REFUSED
    }

    private final Outbox outbox;
    private final Injection injection;
    private final Negotiation negotiation;
    private final SimpleSettings settings;
    private final Crc32c crc = new Crc32c();
    private final Recorder recorder;
    private final Runnable whenFull;
    private GatheringByteChannel socket;
    /** Whether the socket took less than was offered, and has not become writable since. */
    private boolean full;
    /** Whether a thread is writing to the socket. */
    private boolean draining;
    /** Whether a message was refused meanwhile. */
    private boolean refused;

    private long lateAck;
    private KeepaliveStamp lateStamp;
    private boolean closed;
    private long bytesOut;

    /**
     * A writer without a socket yet.
     *
     * @param whenFull called whenever the socket took less than was offered, or a message was refused; must not wait
     */
    FrameWriter(
            BufferPool pool,
            Injection injection,
            Negotiation negotiation,
            SimpleSettings settings,
            Recorder recorder,
            Runnable whenFull) {
        this.outbox = new Outbox(pool);
        this.injection = injection;
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

    /**
     * Has a tap see what is written from the next frame on.
     *
     * @return false if a thread is writing, as nobody knows then what the socket has: to be tried again
     */
    synchronized boolean tap(WireTap tap) {
        if (!draining) {
            recorder.add(tap, outbox.pending());
        }
        return !draining;
    }

    /**
     * Appends a message.
     *
     * @return false if too much waits already and the socket takes no more
     */
    boolean message(OutgoingMessage message) throws IOException, LinkFaultException {
        Taking taking = tryAppend(message);
        if (taking == Taking.AFTER_FLUSH) {
            flush();
            taking = tryAppend(message);
        }
        if (taking == Taking.ENOUGH) {
            flush();
        }
        return taking == Taking.TAKEN || taking == Taking.ENOUGH;
    }

    private synchronized Taking tryAppend(OutgoingMessage message) {
        if (closed) {
            return Taking.REFUSED;
        }
        if (outbox.pending() >= settings.pendingOut()) {
            refused |= draining;
            return full || draining ? Taking.REFUSED : Taking.AFTER_FLUSH;
        }
        append(message);
        return hasEnough() ? Taking.ENOUGH : Taking.TAKEN;
    }

    /** Appends a control frame. */
    void control(ByteBuffer content) throws IOException, LinkFaultException {
        synchronized (this) {
            if (closed) {
                return;
            }
            append(ControlFrame.message(content));
        }
        flushFull();
    }

    private void append(OutgoingMessage message) {
        header(message);
        section(message.front(), message.leases().front());
        section(message.middle(), message.leases().middle());
        section(message.data(), message.leases().data());
        footer(message);
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
        HeaderCodec.putCrc(to, at, settings.crcHeader() ? crc.of(to, at, HeaderCodec.CRC_COVERS) : 0);
        to.position(at + HeaderCodec.LENGTH);
        outbox.appended(Byte.BYTES + HeaderCodec.LENGTH);
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
    void ack(long seq) throws IOException, LinkFaultException {
        synchronized (this) {
            if (isStuck()) {
                lateAck = seq;
            } else if (!closed) {
                appendAck(seq);
            }
        }
        flushFull();
    }

    private void appendAck(long seq) {
        outbox.room(Byte.BYTES + Long.BYTES).put((byte) FrameTag.ACK).putLong(seq);
        outbox.appended(Byte.BYTES + Long.BYTES);
    }

    /** Appends a keepalive: one without time stamp for peers that do not know the other. */
    void keepalive(KeepaliveStamp stamp) throws IOException, LinkFaultException {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (negotiation.keepalive2()) {
                appendStamp(FrameTag.KEEPALIVE2, stamp);
            } else {
                outbox.room(Byte.BYTES).put((byte) FrameTag.KEEPALIVE);
                outbox.appended(Byte.BYTES);
            }
        }
        flushFull();
    }

    /** Appends the answer to a keepalive; while the socket is full and enough waits, only the last one is kept. */
    void keepaliveAck(KeepaliveStamp stamp) throws IOException, LinkFaultException {
        synchronized (this) {
            if (isStuck()) {
                lateStamp = stamp;
            } else if (!closed) {
                appendStamp(FrameTag.KEEPALIVE2_ACK, stamp);
            }
        }
        flushFull();
    }

    private void appendStamp(int tag, KeepaliveStamp stamp) {
        outbox.room(Byte.BYTES + STAMP_LENGTH)
                .put((byte) tag)
                .putInt(stamp.seconds())
                .putInt(stamp.nanos());
        outbox.appended(Byte.BYTES + STAMP_LENGTH);
    }

    /** A peer that sends and does not read must not have its answers pile up. */
    private boolean isStuck() {
        return full && outbox.pending() >= settings.pendingOut();
    }

    private void appendLate() {
        if (lateAck != 0) {
            appendAck(lateAck);
            lateAck = 0;
        }
        if (lateStamp != null) {
            appendStamp(FrameTag.KEEPALIVE2_ACK, lateStamp);
            lateStamp = null;
        }
    }

    private void flushFull() throws IOException, LinkFaultException {
        boolean enough;
        synchronized (this) {
            enough = hasEnough();
        }
        if (enough) {
            flush();
        }
    }

    /** Whether one call of the system is worth it. */
    private boolean hasEnough() {
        return !full && !draining && outbox.pending() >= Outbox.GATHER_BYTES;
    }

    /** Writes what the socket takes, unless another thread does: that one takes along what has been appended so far. */
    void flush() throws IOException, LinkFaultException {
        int buffers = begin();
        boolean ended = buffers == 0;
        try {
            for (int rounds = 1; !ended; rounds++) {
                injection.check("write");
                buffers = wrote(write(buffers), rounds < MAX_ROUNDS);
                ended = buffers == 0;
            }
        } finally {
            if (!ended) {
                abort();
            }
        }
    }

    /** Number of buffers to write; 0 if there is nothing to do. */
    private synchronized int begin() {
        if (draining) {
            return 0;
        }
        if (!closed && !isStuck()) {
            appendLate();
        }
        if (closed || outbox.pending() == 0) {
            return 0;
        }
        draining = true;
        return outbox.gather();
    }

    private long write(int buffers) throws IOException {
        ByteBuffer[] gathered = outbox.gathered();
        return buffers == 1 ? socket.write(gathered[0]) : socket.write(gathered, 0, buffers);
    }

    /** Number of buffers to write next; 0 if this was the last call, after which the loop goes on if there is more. */
    private int wrote(long written, boolean goOn) {
        int next = 0;
        boolean tell;
        synchronized (this) {
            bytesOut += written;
            full = !outbox.wrote(written);
            if (!full && !closed && goOn) {
                next = outbox.gather();
            }
            tell = next == 0 && !closed && (full || refused || outbox.pending() > 0);
            if (next == 0) {
                endDraining();
            }
        }
        if (tell) {
            whenFull.run();
        }
        return next;
    }

    private void endDraining() {
        draining = false;
        refused = false;
        if (closed) {
            outbox.clear();
        }
    }

    /** The socket has failed, and the link with it. */
    private synchronized void abort() {
        outbox.wrote(0);
        endDraining();
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

    /** Drops what waits and returns the buffers, once nobody writes them any more. */
    synchronized void close() {
        closed = true;
        if (!draining) {
            outbox.clear();
        }
    }
}
