package messenger.conformance.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.EntityAddress;
import messenger.api.Sections;
import messenger.api.dto.LinkDTO;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.KeepaliveStamp;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.LinkFault.Kind;
import messenger.spi.LinkHandler;
import messenger.spi.OutgoingMessage;

/** One end of a pair of queues: writes here, is read by a {@link MemoryReader}. */
final class MemoryLink implements Link {
    /** Bytes of messages on their way beyond which no further message is taken. */
    private static final int CAPACITY = 64 * 1024;

    private final MemoryTransport transport;
    private final EntityAddress dialled;
    private final MemoryReader reader;
    private final AtomicReference<LinkFault> fault = new AtomicReference<>();
    private final Queue<Frame> unflushed = new ArrayDeque<>();
    private final Queue<Frame> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean refused = new AtomicBoolean();
    private final AtomicLong bytesOut = new AtomicLong();
    private volatile LinkHandler handler;
    private volatile MemoryLink peer;

    /** A dialling end. */
    MemoryLink(MemoryTransport transport, EntityAddress dialled, LinkHandler handler) {
        this.transport = transport;
        this.dialled = dialled;
        this.handler = handler;
        this.reader = new MemoryReader(this, transport, dialled);
    }

    /** An accepting end. */
    private MemoryLink(MemoryTransport transport, MemoryLink peer) {
        this(transport, null, null);
        this.peer = peer;
    }

    LinkHandler handler() {
        return handler;
    }

    boolean isOpen() {
        return fault.get() == null;
    }

    Queue<Frame> arrived() {
        return arrived;
    }

    /** Finds the other side. */
    void dial() {
        if (!isOpen()) {
            return;
        }
        MemoryTransport listener = transport.network().listener(dialled.port());
        if (transport.faults().failNext()) {
            close(injected("dialling"));
        } else if (listener == null) {
            close(new LinkFault(Kind.REFUSED, dialled + " refused: nobody listens there"));
        } else {
            MemoryLink remote = new MemoryLink(listener, this);
            peer = remote;
            listener.add(remote);
            listener.execute(remote::accept);
        }
    }

    private void accept() {
        if (!isOpen()) {
            return;
        }
        handler = transport.attachment().accept(this);
        // an ephemeral port without a nonce is all that a server sees of a dialler
        EntityAddress observed = transport.network().at(0, 0);
        writeNow(new Frame.Hello(transport.announced(handler.address(), null), observed));
    }

    /** Puts a frame of the handshake on its way at once. */
    void writeNow(Frame frame) {
        synchronized (unflushed) {
            unflushed.add(frame);
        }
        flush();
    }

    private void write(Frame frame) {
        synchronized (unflushed) {
            unflushed.add(frame);
        }
    }

    @Override
    public void connect(Connect connect) {
        transport.execute(reader::expectReply);
        writeNow(new Frame.Connecting(connect));
    }

    @Override
    public void reply(ConnectReply reply) {
        transport.execute(() -> reader.replied(reply.tag()));
        writeNow(new Frame.Reply(reply));
    }

    @Override
    public void seq(long inSeq) {
        if (dialled != null) {
            transport.execute(reader::expectStream);
        }
        writeNow(new Frame.Seq(inSeq));
    }

    @Override
    public boolean send(OutgoingMessage message) {
        if (!isOpen()) {
            return false;
        }
        if (pending.get() >= CAPACITY) {
            refused.set(true);
            // room that came in between was announced to nobody
            if (pending.get() >= CAPACITY || !refused.compareAndSet(true, false)) {
                return false;
            }
        }
        pending.addAndGet((int) message.length());
        write(new Frame.Whole(
                message.header(), new Sections(copy(message.front()), copy(message.middle()), copy(message.data()))));
        return true;
    }

    private static ByteBuffer copy(ByteBuffer section) {
        return ByteBuffer.allocate(section.remaining()).put(section.duplicate()).flip();
    }

    /** The peer has read a message. */
    void delivered(int length) {
        if (pending.addAndGet(-length) < CAPACITY && refused.compareAndSet(true, false)) {
            transport.execute(() -> {
                if (isOpen()) {
                    handler.writable();
                }
            });
        }
    }

    @Override
    public void ack(long seq) {
        write(new Frame.Ack(seq));
    }

    @Override
    public void keepalive(KeepaliveStamp stamp) {
        write(new Frame.Keepalive(stamp));
    }

    @Override
    public void keepaliveAck(KeepaliveStamp stamp) {
        write(new Frame.KeepaliveAck(stamp));
    }

    @Override
    public void control(ByteBuffer content) {
        write(new Frame.Control(copy(content)));
    }

    @Override
    public void flush() {
        MemoryLink remote = peer;
        if (!isOpen() || remote == null) {
            return;
        }
        LinkFault failed = null;
        synchronized (unflushed) {
            if (unflushed.isEmpty()) {
                return;
            }
            if (transport.faults().failNext()) {
                failed = injected("writing");
            } else if (!remote.isOpen()) {
                failed = new LinkFault(Kind.IO, "the peer has gone");
            } else {
                for (Frame frame = unflushed.poll(); frame != null; frame = unflushed.poll()) {
                    bytesOut.addAndGet(frame instanceof Frame.Whole whole ? whole.length() : 1);
                    remote.arrived.add(frame);
                }
            }
        }
        if (failed != null) {
            close(failed);
        } else {
            remote.transport.execute(remote.reader::read);
        }
    }

    @Override
    public void resumeReading() {
        transport.execute(reader::resume);
    }

    @Override
    public void close(LinkFault why) {
        if (!fault.compareAndSet(null, why)) {
            return;
        }
        transport.execute(this::report);
        MemoryLink remote = peer;
        if (remote == null) {
            return;
        }
        if (why.kind() == Kind.INJECTED) {
            // what is on its way is lost, as when a connection is reset
            remote.close(new LinkFault(Kind.IO, "connection reset by the peer"));
        } else {
            remote.arrived.add(new Frame.End(why.text()));
            remote.transport.execute(remote.reader::read);
        }
    }

    private void report() {
        transport.remove(this);
        if (handler != null) {
            handler.closed(fault.get());
        }
    }

    static LinkFault injected(String doing) {
        return new LinkFault(Kind.INJECTED, "made to fail while " + doing);
    }

    /** The other end; set before anything arrives. */
    MemoryLink peer() {
        return peer;
    }

    @Override
    public LinkDTO state() {
        LinkDTO dto = new LinkDTO();
        dto.transport = transport.type();
        dto.local = transport.announced(transport.attachment().address(), null).toString();
        dto.remote = String.valueOf(dialled != null ? dialled : reader.remote());
        dto.bytesIn = reader.bytesIn();
        dto.bytesOut = bytesOut.get();
        dto.pendingOut = pending.get();
        dto.readingPaused = reader.isPaused();
        return dto;
    }
}
