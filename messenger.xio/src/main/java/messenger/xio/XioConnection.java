package messenger.xio;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import messenger.api.EntityAddress;
import messenger.api.dto.LinkDTO;
import messenger.spi.AddressCodec;
import messenger.spi.Connect;
import messenger.spi.ConnectCodec;
import messenger.spi.ConnectReply;
import messenger.spi.IncomingMessage;
import messenger.spi.KeepaliveStamp;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;
import messenger.spi.MemoryLease;
import messenger.spi.OutgoingMessage;
import messenger.spi.support.FrameChecks;
import messenger.spi.support.Identity;
import messenger.spi.support.IncomingFrame;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link over one queue pair. Core's writes go to it on the calling thread; reading, and all calls to the handler, belong
 * to the thread of one portal. The first fault closes it.
 *
 * <p>The dialler sends first, once its connection is established, the acceptor nothing before it has received that: iWARP
 * demands it (RFC 5044), and over any device what an acceptor sends may overtake the news that it has accepted.
 */
final class XioConnection implements Link, XioHost, QueuePairHandler {
    private static final Logger LOG = LoggerFactory.getLogger(XioConnection.class);

    /** How long a peer may return no credit before that is worth a warning. */
    private static final Duration STARVATION = Duration.ofSeconds(30);

    /** At which look the dialler sends something more if its HELLO has no answer: one to two seconds later. */
    private static final int NUDGE = 2;

    /** Work that closes the link if it throws. */
    private interface Work {
        void run() throws LinkFaultException;
    }

    private final XioMessenger messenger;
    private final XioSettings settings;
    private final XioPortal portal;
    /** Null on the accepting side. */
    private final EntityAddress dialled;

    private final XioWriter writer;
    private final Injection injection;
    private final AtomicReference<LinkFault> fault = new AtomicReference<>();
    private final AtomicBoolean resuming = new AtomicBoolean();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final Runnable flushingSoon = this::flushNow;
    private LinkHandler handler;
    private QueuePair pair;
    private Greeting peerGreeting;
    private volatile XioReader reader;
    private Backlog backlog;
    private Fetch fetch;
    private int nextNumber;
    private boolean touched;
    private boolean roomier;
    private boolean starving;
    /** Looks at which the dialler's HELLO had no answer. */
    private int unanswered;

    private boolean closed;
    private volatile long bytesIn;
    private volatile String local = "";
    private volatile String peer;

    private XioConnection(XioMessenger messenger, XioPortal portal, EntityAddress dialled, String peer) {
        this.messenger = messenger;
        this.settings = messenger.settings();
        this.portal = portal;
        this.dialled = dialled;
        this.peer = peer;
        this.injection = new Injection(() -> messenger.attachment().faults(), this::peer);
        this.writer = new XioWriter(settings, injection, messenger.clock());
    }

    /** Begins to dial; the handler is called by the portal. */
    static XioConnection dial(XioMessenger messenger, XioPortal portal, EntityAddress address, LinkHandler handler) {
        var link = new XioConnection(messenger, portal, address, address.toString());
        link.handler = handler;
        portal.execute(() -> link.run(link::startDialling));
        return link;
    }

    /**
     * Takes a connection in, whose greeting was found right, on the thread that reported it.
     *
     * @param version the one to speak
     */
    static void accept(
            XioMessenger messenger, XioPortal portal, IncomingConnection incoming, Greeting greeting, int version) {
        var link = new XioConnection(messenger, portal, null, text(incoming.remote()));
        link.peerGreeting = greeting;
        Greeting answer =
                Greeting.of(link.settings, portal.staging().isAvailable()).answering(version, Greeting.Refusal.NONE);
        link.pair(() -> incoming.accept(portal.queue(), link.settings.queues(), answer.encode(), link));
        portal.execute(link::adopt);
    }

    /** The portal does not end before the link has; it may have by now. */
    private void adopt() {
        if (!closed) {
            portal.add(this);
        }
    }

    private static String text(InetSocketAddress address) {
        return new EntityAddress(XioSettings.SCHEME, address.getAddress(), address.getPort(), EntityAddress.ANY_NONCE)
                .toString();
    }

    // ---- life, on the portal's thread

    /** Reports may come from the portal before whoever makes the pair, on another thread, has it. */
    private synchronized void pair(Supplier<QueuePair> maker) {
        pair = maker.get();
    }

    private synchronized QueuePair pair() {
        return pair;
    }

    private void startDialling() throws LinkFaultException {
        if (dialled.port() == 0) {
            throw new LinkFaultException(
                    LinkFault.Kind.REFUSED, dialled + " has no port: that party does not listen; let it dial instead");
        }
        injection.check("connect");
        adopt();
        Greeting greeting = Greeting.of(settings, portal.staging().isAvailable());
        pair(() -> messenger
                .fabric()
                .connect(
                        portal.queue(),
                        new InetSocketAddress(dialled.ip(), dialled.port()),
                        settings.queues(),
                        greeting.encode(),
                        this));
    }

    @Override
    public void connected(ByteBuffer privateData) {
        run(() -> {
            if (dialled == null) {
                handler = messenger.isClosed() ? null : messenger.attachment().accept(this);
                if (handler == null) {
                    throw new LinkFaultException(
                            LinkFault.Kind.LOCAL, "peer " + peer + " connected while messenger.xio was closed");
                }
            } else {
                peerGreeting = Greetings.ofAcceptor(privateData, peer);
            }
            open();
        });
    }

    private void open() throws LinkFaultException {
        QueuePair current = pair();
        local = text(current.local());
        var memory = messenger.attachment().memory();
        writer.open(current, peerGreeting, memory);
        var frame = new IncomingFrame(memory, new FrameChecks(settings.frameRules(), portal.crc()));
        fetch = new Fetch(current, memory, portal.staging());
        reader = new XioReader(dialled != null, this, handler, frame, settings.authorizerMax());
        backlog = new Backlog(reader);
        if (dialled != null) {
            hello(Identity.ofDialler(XioSettings.SCHEME, handler.address()), null);
        }
    }

    private void hello(EntityAddress own, EntityAddress observed) throws LinkFaultException {
        ByteBuffer hello = buffer(Byte.BYTES + 2 * AddressCodec.LENGTH).put((byte) FrameTag.HELLO);
        AddressCodec.encode(own, hello);
        if (observed != null) {
            AddressCodec.encode(observed, hello);
        }
        writer.frame(hello.flip());
        writer.flush();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void refused(ByteBuffer privateData) {
        fault.compareAndSet(null, Greetings.refusal(privateData, Greeting.of(settings, true), peer));
    }

    @Override
    public void received(ByteBuffer datagram) {
        run(() -> {
            injection.check("receive");
            bytesIn += datagram.remaining();
            stream(datagram);
        });
    }

    private void stream(ByteBuffer datagram) throws LinkFaultException {
        if (datagram.remaining() < Datagram.HEAD) {
            throw LinkFaultException.protocol(
                    peer,
                    "sent a datagram of " + datagram.remaining() + " bytes; its head alone has " + Datagram.HEAD
                            + "; the stream is broken, the link has to be made anew");
        }
        int number = Datagram.number(datagram);
        if (number != nextNumber) {
            throw LinkFaultException.protocol(
                    peer,
                    "sent datagram " + Integer.toUnsignedString(number) + " instead of "
                            + Integer.toUnsignedString(nextNumber)
                            + "; some were lost or repeated, the link has to be made anew");
        }
        nextNumber++;
        touch();
        int returned = Datagram.returned(datagram);
        if (returned > 0) {
            writer.credited(returned, peer);
            roomier = true;
        }
        int kind = Datagram.kind(datagram);
        datagram.position(datagram.position() + Datagram.HEAD);
        if (kind == Datagram.STREAM) {
            writer.taken(peer);
            backlog.take(datagram);
        } else if (kind != Datagram.CREDITS || datagram.hasRemaining()) {
            throw LinkFaultException.protocol(
                    peer,
                    "sent a datagram of kind " + kind + " with " + datagram.remaining() + " bytes; allowed: "
                            + Datagram.STREAM + ", and " + Datagram.CREDITS + " without any");
        }
    }

    private void touch() {
        if (!touched) {
            touched = true;
            portal.touch(this);
        }
    }

    /** Everything that arrived together has been reported. */
    void batchEnd() {
        touched = false;
        run(() -> {
            // what core answers takes the credits along
            writer.read(backlog.takeRead());
            if (reader.takeReported()) {
                handler.batchEnd();
            }
            writer.returnCredits();
            if (roomier) {
                roomier = false;
                if (writer.resume()) {
                    handler.writable();
                }
            }
        });
    }

    /** Called once a second. */
    void look() {
        nudge();
        warnOfStarvation();
    }

    /**
     * A HELLO that arrives when soft-iWARP has answered the connect, but does not listen for data yet, is not noticed
     * before something else arrives.
     */
    private void nudge() {
        if (dialled != null && reader != null && reader.state() == XioState.HELLO && ++unanswered == NUDGE) {
            LOG.debug("link to {} has no answer to its HELLO and sends once more", peer);
            post(writer::nudge);
        }
    }

    /** Tells of a peer that lets this side wait for long, once until it goes on. */
    private void warnOfStarvation() {
        long waited = writer.starvedFor();
        if (waited < STARVATION.toNanos()) {
            starving = false;
        } else if (!starving) {
            starving = true;
            LOG.warn(
                    "link to {} has had no credit for {} s: the peer reads nothing of the {} datagrams that it allowed;"
                            + " its throttles are full, a Dispatcher of it does not return, or it is stuck: look at"
                            + " msgr:sessions there, or close the link",
                    peer,
                    waited / 1_000_000_000,
                    Math.min(settings.credits(), peerGreeting.credits()));
        }
    }

    @Override
    public void sendable() {
        roomier = true;
        touch();
    }

    @Override
    public void transferred(long id) {
        if (ReplyPlaces.isWrite(id)) {
            writer.written(id);
        } else {
            run(() -> {
                ByteBuffer section = fetch.transferred(id);
                if (section != null) {
                    fetched(section);
                }
            });
        }
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
        } catch (RuntimeException | Error e) {
            LOG.error("link to {} closes: its handler or transport failed", peer, e);
            fault.compareAndSet(null, LinkFault.local("peer " + peer + ": " + e + "; a defect, see the log"));
        }
        if (isClosing()) {
            shut();
        }
    }

    private void shut() {
        writer.close();
        QueuePair current = pair();
        if (current == null) {
            tearDown();
        } else {
            current.close(fault.get());
        }
    }

    @Override
    public void closed(LinkFault why) {
        fault.compareAndSet(null, why);
        tearDown();
    }

    private void tearDown() {
        if (closed) {
            return;
        }
        closed = true;
        writer.release();
        if (reader != null) {
            reader.release();
            backlog.clear();
            fetch.close();
        }
        portal.remove(this);
        if (handler != null) {
            handler.closed(fault.get());
        }
    }

    // ---- what the reader asks for

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
        InetSocketAddress far = pair().remote();
        EntityAddress known = Identity.ofPeer(announced, far.getAddress());
        if (dialled != null) {
            Identity.check(dialled, announced);
        } else {
            InetSocketAddress near = pair().local();
            hello(
                    Identity.ofAcceptor(XioSettings.SCHEME, handler.address(), near.getAddress(), near.getPort()),
                    new EntityAddress(XioSettings.SCHEME, far.getAddress(), far.getPort(), 0));
        }
        peer = known.toString();
        handler.identified(known, observed);
    }

    @Override
    public void fetch(DataPlace place, int length) throws LinkFaultException {
        fetch.begin(place, length, peer);
    }

    private void fetched(ByteBuffer data) throws LinkFaultException {
        reader.fetched(data, fetch.takeLease());
        writer.fetched(fetch.number());
        writer.flush();
        proceed();
    }

    @Override
    public void offerFetched(int number) throws LinkFaultException {
        writer.offerFetched(number, peer);
        roomier = true;
    }

    @Override
    public MemoryLease takeWritten(long tid, int length) throws LinkFaultException {
        return writer.takeWritten(tid, length, peer);
    }

    @Override
    public void closeRoom(long tid) {
        writer.closeRoom(tid);
    }

    @Override
    public IncomingMessage received(IncomingMessage message, DataPlace replyRoom) {
        long tid = message.header().tid();
        XioReplyHook hook = replyRoom == null ? null : new XioReplyHook(this, tid, replyRoom);
        return new IncomingMessage(message.header(), message.sections(), hook, message.lease());
    }

    /** A reply is about to be sent, whose data the peer has made room for. */
    void replyComes(long tid, DataPlace place) {
        writer.replyComes(tid, place);
    }

    /** A request that came with room for its reply's data will not be answered by this link. */
    void noReplyComes(long tid) {
        write(() -> writer.noReplyComes(tid));
    }

    // ---- what core asks for, on any thread

    private void post(Work work) {
        portal.execute(() -> run(work));
    }

    /** Writes, unless the link is closing; a fault closes it. */
    private void write(Work work) {
        if (isClosing()) {
            return;
        }
        try {
            work.run();
        } catch (LinkFaultException e) {
            close(e.fault());
        }
    }

    private void proceed() throws LinkFaultException {
        backlog.proceed();
        touch();
    }

    @Override
    public void connect(Connect connect) {
        write(() -> handshake(FrameTag.CONNECT, ConnectCodec.encode(connect)));
        post(() -> {
            reader.connectSent();
            proceed();
        });
    }

    @Override
    public void reply(ConnectReply reply) {
        write(() -> handshake(FrameTag.REPLY, ConnectCodec.encode(reply)));
        post(() -> {
            reader.replySent(reply.tag());
            proceed();
        });
    }

    @Override
    public void seq(long inSeq) {
        write(() -> handshake(FrameTag.SEQ, buffer(Long.BYTES).putLong(inSeq).flip()));
        if (dialled != null) {
            post(() -> {
                reader.seqSent();
                proceed();
            });
        }
    }

    private void handshake(int tag, ByteBuffer content) throws LinkFaultException {
        writer.frame(buffer(Byte.BYTES + content.remaining())
                .put((byte) tag)
                .put(content)
                .flip());
        writer.flush();
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
            portal.execute(flushingSoon);
        }
    }

    private void flushNow() {
        flushing.set(false);
        flush();
    }

    @Override
    public void whenIdle(Runnable task) {
        portal.whenIdle(task);
    }

    @Override
    public void resumeReading() {
        if (resuming.compareAndSet(false, true)) {
            post(() -> {
                resuming.set(false);
                handler.resume();
                if (reader != null && reader.isRefused() && !isClosing()) {
                    reader.retryAdmission();
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
    public LinkDTO state() {
        var dto = new LinkDTO();
        dto.transport = XioMessenger.TYPE;
        dto.local = local;
        dto.remote = peer;
        dto.bytesIn = bytesIn;
        dto.bytesOut = writer.bytesOut();
        dto.pendingOut = writer.pending();
        XioReader current = reader;
        dto.readingPaused = current != null && current.isRefused();
        return dto;
    }
}
