package messenger.simple;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.EntityAddress;
import messenger.api.WireTap;
import messenger.api.dto.LinkDTO;
import messenger.spi.Attachment;
import messenger.spi.Connect;
import messenger.spi.ConnectCodec;
import messenger.spi.ConnectReply;
import messenger.spi.KeepaliveStamp;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;
import messenger.spi.OutgoingMessage;
import messenger.spi.ReplyTag;
import messenger.spi.support.Identity;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link over one TCP socket. Core's writes go to the socket on the calling thread; reading, and all calls to the
 * handler, belong to the thread of one event loop. The first fault closes it.
 */
final class PipeConnection implements Link, PipeHost, EventLoop.Registered {
    private static final Logger LOG = LoggerFactory.getLogger(PipeConnection.class);

    /** Work on the loop's thread; what it throws closes the link. */
    private interface Work {
        void run() throws IOException, LinkFaultException;
    }

    private final SimpleMessenger messenger;
    private final SimpleSettings settings;
    private final EventLoop loop;
    /** Null on the accepting side. */
    private final EntityAddress dialled;

    private final Negotiation negotiation = new Negotiation();
    private final Injection injection = new Injection(() -> attachment().faults(), this::peer);
    private final Recorder recorder = new Recorder();
    private final FrameWriter writer;
    private final AtomicReference<LinkFault> fault = new AtomicReference<>();
    private final AtomicBoolean resuming = new AtomicBoolean();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final Runnable flushingSoon = this::flushNow;
    private final AtomicLong bytesIn = new AtomicLong();
    /** Taps that a thread which writes keeps waiting. */
    private final List<WireTap> waitingTaps = new ArrayList<>(0);

    private LinkHandler handler;
    private SocketChannel socket;
    private volatile SelectionKey key;
    private volatile Pipe pipe;
    private PipeInput input;
    private boolean reading;
    private boolean closed;
    private volatile String local = "";
    private volatile String peer;

    private PipeConnection(SimpleMessenger messenger, EventLoop loop, EntityAddress dialled, String peer) {
        this.messenger = messenger;
        this.settings = messenger.settings();
        this.loop = loop;
        this.dialled = dialled;
        this.peer = peer;
        this.writer =
                new FrameWriter(messenger.pool(), injection, negotiation, settings, recorder, this::awaitWritable);
    }

    /** Begins to dial; the handler is called by the loop. */
    static PipeConnection dial(SimpleMessenger messenger, EventLoop loop, EntityAddress address, LinkHandler handler) {
        var link = new PipeConnection(messenger, loop, address, address.toString());
        link.handler = handler;
        link.post(link::startDialling);
        return link;
    }

    /** Takes over a socket that was accepted. */
    static void accept(SimpleMessenger messenger, EventLoop loop, SocketChannel socket) {
        String remote = String.valueOf(socket.socket().getRemoteSocketAddress());
        var link = new PipeConnection(messenger, loop, null, remote.substring(remote.indexOf('/') + 1));
        link.socket = socket;
        link.post(link::startAccepted);
    }

    // ---- life, on the loop's thread

    private Attachment attachment() {
        return messenger.attachment();
    }

    private void startDialling() throws IOException, LinkFaultException {
        InetSocketAddress reached = settings.routes().to(dialled);
        socket = Dialling.open(dialled, reached.getAddress());
        settings.applyTo(socket);
        boolean connected = socket.connect(reached);
        key = loop.register(socket, SelectionKey.OP_CONNECT, this);
        if (connected) {
            open();
        }
    }

    private void startAccepted() throws IOException, LinkFaultException {
        handler = messenger.isClosed() ? null : attachment().accept(this);
        if (handler == null) {
            throw new LinkFaultException(
                    LinkFault.Kind.LOCAL, "peer " + peer + " connected while messenger.simple was closed");
        }
        settings.applyTo(socket);
        key = loop.register(socket, 0, this);
        open();
        InetSocketAddress near = near();
        InetSocketAddress far = far();
        writer.handshake(Handshake.acceptorHello(
                Identity.ofAcceptor(EntityAddress.TCP, handler.address(), near.getAddress(), near.getPort()),
                EntityAddress.tcp(far.getAddress(), far.getPort(), 0)));
        writer.flush();
    }

    private void open() throws IOException {
        local = EntityAddress.tcp(near().getAddress(), near().getPort(), EntityAddress.ANY_NONCE)
                .toString();
        writer.socket(new TappedSocket(socket, recorder));
        recorder.open(near(), far(), dialled != null);
        pipe = new Pipe(dialled != null, this, handler, attachment().memory(), settings, negotiation, loop.crc());
        input = new PipeInput(socket, pipe, loop, injection, recorder, bytesIn);
        reading = true;
        key.interestOps(SelectionKey.OP_READ);
    }

    private InetSocketAddress near() throws IOException {
        return (InetSocketAddress) socket.getLocalAddress();
    }

    private InetSocketAddress far() throws IOException {
        return (InetSocketAddress) socket.getRemoteAddress();
    }

    @Override
    public boolean ready(int operations) {
        long before = bytesIn.get();
        run(() -> {
            if ((operations & SelectionKey.OP_CONNECT) != 0 && socket.finishConnect()) {
                open();
            }
            if ((operations & SelectionKey.OP_WRITE) != 0) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                writer.writable();
                handler.writable();
            }
            if ((operations & SelectionKey.OP_READ) != 0 && !isClosing()) {
                input.read();
                endBatch();
            }
        });
        return bytesIn.get() != before;
    }

    private void endBatch() {
        if (pipe.takeReported() && !isClosing()) {
            handler.batchEnd();
        }
        if (input.isReading() != reading) {
            reading = !reading;
            if (reading) {
                key.interestOpsOr(SelectionKey.OP_READ);
            } else {
                key.interestOpsAnd(~SelectionKey.OP_READ);
            }
        }
    }

    @Override
    public void loopEnds() {
        run(() -> fault.compareAndSet(
                null, LinkFault.local("messenger.simple has stopped; link to " + peer + " closed")));
    }

    private void post(Work work) {
        loop.execute(() -> run(work));
    }

    private void run(Work work) {
        if (closed) {
            return;
        }
        try {
            if (!isClosing()) {
                work.run();
            }
        } catch (LinkFaultException e) {
            fault.compareAndSet(null, e.fault());
        } catch (IOException e) {
            fault.compareAndSet(null, ioFault(e));
        } catch (RuntimeException | Error e) {
            LOG.error("link to {} closes: its handler or transport failed", peer, e);
            fault.compareAndSet(null, LinkFault.local("peer " + peer + ": " + e + "; a defect, see the log"));
        }
        if (isClosing()) {
            tearDown();
        }
    }

    private LinkFault ioFault(IOException e) {
        boolean connecting = dialled != null && pipe == null;
        return connecting
                ? Dialling.fault(dialled, settings.routes().to(dialled), e)
                : Dialling.connectedFault(peer, e);
    }

    private void tearDown() {
        closed = true;
        writer.close();
        if (pipe != null) {
            pipe.release();
            input.release();
        }
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("socket to {} closed with an error", peer, e);
            }
        }
        recorder.closed();
        if (handler != null) {
            handler.closed(fault.get());
        }
    }

    // ---- what the pipe asks for

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public boolean isClosing() {
        return fault.get() != null;
    }

    @Override
    public void addressed(EntityAddress announced, EntityAddress observed) throws LinkFaultException {
        try {
            EntityAddress known = Identity.ofPeer(announced, far().getAddress());
            if (dialled != null) {
                Identity.check(dialled, announced);
                writer.handshake(
                        Handshake.diallerHello(Identity.ofDialler(EntityAddress.TCP, handler.address(), observed)));
                writer.flush();
            }
            peer = known.toString();
            recorder.identified(known);
            handler.identified(known, observed);
        } catch (IOException e) {
            fault.compareAndSet(null, ioFault(e));
        }
    }

    @Override
    public void frame(ByteBuffer in) {
        recorder.frame(in);
    }

    // ---- what core asks for, on any thread

    /** Writes, unless the link is closing; an error closes it. */
    private void write(Work work) {
        if (isClosing()) {
            return;
        }
        try {
            work.run();
        } catch (LinkFaultException e) {
            close(e.fault());
        } catch (IOException e) {
            close(ioFault(e));
        }
    }

    private void awaitWritable() {
        try {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            loop.wakeup();
        } catch (CancelledKeyException e) {
            // the link is closing, and nothing is written any more
        }
    }

    @Override
    public void connect(Connect connect) {
        negotiation.offer(connect.features());
        write(() -> {
            writer.handshake(ConnectCodec.encode(connect));
            writer.flush();
        });
        post(() -> {
            pipe.connectSent();
            proceed();
        });
    }

    @Override
    public void reply(ConnectReply reply) {
        if (reply.tag() == ReplyTag.SEQ || reply.tag() == ReplyTag.READY) {
            negotiation.settle(reply.features());
        }
        write(() -> {
            writer.handshake(ConnectCodec.encode(reply));
            writer.flush();
        });
        post(() -> {
            pipe.replySent(reply.tag());
            proceed();
        });
    }

    @Override
    public void seq(long inSeq) {
        write(() -> {
            writer.handshake(Handshake.encodeSeq(inSeq));
            writer.flush();
        });
        if (dialled != null) {
            post(() -> {
                pipe.seqSent();
                proceed();
            });
        }
    }

    private void proceed() throws LinkFaultException {
        input.proceed();
        endBatch();
    }

    @Override
    public boolean send(OutgoingMessage message) {
        // core offers it again on the next link: on this one it may be half written
        if (isClosing()) {
            return false;
        }
        try {
            return writer.message(message);
        } catch (LinkFaultException e) {
            close(e.fault());
        } catch (IOException e) {
            close(ioFault(e));
        }
        return false;
    }

    @Override
    public void ack(long seq) {
        write(() -> writer.ack(seq));
    }

    @Override
    public void keepalive(KeepaliveStamp stamp) {
        write(() -> writer.keepalive(stamp));
    }

    @Override
    public void keepaliveAck(KeepaliveStamp stamp) {
        write(() -> writer.keepaliveAck(stamp));
    }

    @Override
    public void control(ByteBuffer content) {
        write(() -> writer.control(content));
    }

    @Override
    public void flush() {
        write(writer::flush);
    }

    @Override
    public void flushSoon() {
        if (flushing.compareAndSet(false, true)) {
            loop.execute(flushingSoon);
        }
    }

    private void flushNow() {
        flushing.set(false);
        run(writer::flush);
    }

    @Override
    public void whenIdle(Runnable task) {
        loop.whenIdle(task);
    }

    @Override
    public void resumeReading() {
        if (resuming.compareAndSet(false, true)) {
            post(() -> {
                resuming.set(false);
                handler.resume();
                if (pipe != null && pipe.isRefused() && !isClosing()) {
                    pipe.retryAdmission();
                    proceed();
                }
            });
        }
    }

    @Override
    public void close(LinkFault reason) {
        if (fault.compareAndSet(null, reason)) {
            post(() -> {});
        }
    }

    @Override
    public void tap(WireTap tap) {
        post(() -> {
            waitingTaps.add(tap);
            addWaitingTaps();
        });
    }

    private void addWaitingTaps() {
        if (waitingTaps.removeIf(writer::tap) && pipe != null) {
            pipe.tellFrame();
        }
        if (!waitingTaps.isEmpty()) {
            post(this::addWaitingTaps);
        }
    }

    @Override
    public void untap(WireTap tap) {
        post(() -> {
            waitingTaps.remove(tap);
            recorder.remove(tap);
        });
    }

    @Override
    public LinkDTO state() {
        var dto = new LinkDTO();
        dto.transport = SimpleMessenger.TYPE;
        dto.local = local;
        dto.remote = peer;
        dto.bytesIn = bytesIn.get();
        dto.bytesOut = writer.bytesOut();
        dto.pendingOut = writer.pending();
        Pipe current = pipe;
        dto.readingPaused = current != null && current.isRefused();
        return dto;
    }
}
