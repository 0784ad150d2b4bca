package messenger.xio.shm;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import messenger.spi.LinkFault;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.Errno;
import messenger.xio.posix.Packet;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.PosixException;
import messenger.xio.posix.UnixSocket;
import messenger.xio.shm.PeerRegions.PeerRegion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a connection through shared memory. Unless a method says otherwise it belongs to the worker. */
final class ShmQueuePair implements QueuePair, EventSource {
    private static final Logger LOG = LoggerFactory.getLogger(ShmQueuePair.class);

    /** Most datagrams taken from one ring in a row; then the others have their turn. */
    private static final int BATCH = 64;

    /** Most packets taken from one socket in a row. */
    private static final int PACKETS = 16;

    private static final int PEER_HAS_GONE = -1;

    private final ShmCompletionQueue queue;
    private final QueueSettings settings;
    private final QueuePairHandler handler;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final Opening opening;
    private final AtomicReference<LinkFault> fault = new AtomicReference<>();
    private final Packet wake = Handshake.empty(Handshake.WAKE);
    private final PeerRegions peerRegions = new PeerRegions();
    private final Transfers transfers;
    private final Object room = new Object();

    private UnixSocket socket;
    private boolean sameUser;
    private ExportedRegions exported;
    private Epoll.Registration<EventSource> registration;
    private Deadlines.Deadline deadline;
    private String farewell = "";
    private boolean ended;

    /** Both are there from when it opens until it has ended. */
    private OutRing out;

    private InRing in;
    private byte[] buffer;
    private ByteBuffer datagram;

    private volatile boolean open;

    private int sleep;
    private boolean active;
    private int idlePolls;

    /** Guarded by {@link #room} when written; odd while a sender waits for room. */
    private volatile int blocked;

    /** Of the sending side: for which of the peer's sleeps it was woken. */
    private int wokenSleep;

    private int wokenBlocked;

    ShmQueuePair(
            ShmCompletionQueue queue,
            QueueSettings settings,
            QueuePairHandler handler,
            InetSocketAddress local,
            InetSocketAddress remote,
            Opening opening) {
        this.queue = queue;
        this.settings = settings;
        this.handler = handler;
        this.local = local;
        this.remote = remote;
        this.opening = opening;
        transfers = new Transfers(settings.transferDepth());
    }

    /** Begins its handshake, on the worker. */
    void start() {
        queue.add(this);
        if (fault.get() != null) {
            end();
            return;
        }
        deadline = queue.deadlines().after(Opening.TIMEOUT, this::handshakeTookTooLong);
        try {
            socket = opening.start();
            sameUser = opening.sameUser();
            exported = new ExportedRegions(socket);
            registration = queue.register(socket.descriptor(), this);
        } catch (Opening.Refusal e) {
            fail(e.fault());
        } catch (IOException | RuntimeException e) {
            fail(new LinkFault(LinkFault.Kind.IO, "connection with " + remote + " failed: " + e.getMessage()));
        }
    }

    private void handshakeTookTooLong() {
        fail(new LinkFault(
                LinkFault.Kind.TIMEOUT,
                remote + " did not answer within " + Opening.TIMEOUT / 1_000_000_000 + " s; see whether it hangs"));
    }

    @Override
    public int ready() {
        int taken = takePackets();
        if (taken == PEER_HAS_GONE && fault.get() == null) {
            peerHasGone();
        }
        return Math.max(1, taken);
    }

    /** Takes some packets; answers how many, or that the peer has gone, which it answers again then. */
    private int takePackets() {
        int taken = 0;
        try {
            while (taken < PACKETS && fault.get() == null) {
                int length = queue.reader().read(socket);
                if (length == PacketReader.NOTHING) {
                    break;
                }
                if (length == PacketReader.END) {
                    return PEER_HAS_GONE;
                }
                take(queue.reader());
                taken++;
            }
        } catch (PosixException e) {
            if (e.errno() == Errno.ECONNRESET) {
                return PEER_HAS_GONE;
            }
            peerIsWrong(e);
        } catch (IOException e) {
            peerIsWrong(e);
        }
        return taken;
    }

    private void take(PacketReader packet) throws IOException {
        ByteBuffer bytes = packet.bytes();
        short type = Handshake.type(bytes);
        if (!open) {
            opening.answered(this, type, packet);
            return;
        }
        switch (type) {
            case Handshake.WAKE -> activate();
            case Handshake.EXPORT -> {
                Handshake.need(bytes, 16);
                if (!sameUser) {
                    throw new RingFault("it exported memory, though it runs as another user");
                }
                peerRegions.add(bytes.getLong(), bytes.getLong(), packet.takeDescriptor());
            }
            case Handshake.FORGET -> {
                Handshake.need(bytes, 8);
                peerRegions.forget(bytes.getLong());
            }
            case Handshake.BYE -> farewell = Handshake.readBye(bytes);
            default -> throw new RingFault("it sent a packet of type " + type + " on an open connection");
        }
    }

    QueueSettings settings() {
        return settings;
    }

    UnixSocket socket() {
        return socket;
    }

    /** This side's ring is there; it is closed with the queue pair. */
    void sendThrough(OutRing ring) {
        out = ring;
    }

    /** The peer's ring is there; with this side's the connection is open. */
    void opened(InRing ring, ByteBuffer privateData) {
        in = ring;
        deadline.cancel();
        open = true;
        active = true;
        queue.activate(this);
        report(() -> handler.connected(privateData));
    }

    /** The peer said no. */
    void refused(ByteBuffer privateData) {
        report(() -> handler.refused(privateData));
        fail(new LinkFault(LinkFault.Kind.IO, remote + " refused the connection"));
    }

    private void report(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            handlerFailed(e);
        }
    }

    private void handlerFailed(Throwable e) {
        LOG.error("the handler of a connection with {} failed; the connection is closed", remote, e);
        fail(LinkFault.local("the handler failed: " + e));
    }

    /** What the peer has published still counts; then it is over. */
    private void peerHasGone() {
        if (open) {
            receive(in.depth());
        }
        String how = farewell.isEmpty() ? "closed the connection without a word: its process may have ended" : farewell;
        fail(new LinkFault(LinkFault.Kind.IO, remote + ": " + how));
    }

    private void peerIsWrong(IOException e) {
        LinkFault.Kind kind = e instanceof RingFault ? LinkFault.Kind.PROTOCOL : LinkFault.Kind.IO;
        fail(new LinkFault(kind, remote + ": " + e.getMessage()));
    }

    /** Looks into the ring. */
    int poll() {
        int handled = receive(BATCH);
        if (!transfers.isEmpty() && fault.get() == null && transfers.copy()) {
            long id = transfers.firstId();
            transfers.removeFirst();
            handled++;
            try {
                handler.transferred(id);
            } catch (RuntimeException | Error e) {
                handlerFailed(e);
            }
        }
        if ((blocked & 1) != 0 && fault.get() == null && roomAgain()) {
            handled++;
            try {
                handler.sendable();
            } catch (RuntimeException | Error e) {
                handlerFailed(e);
            }
        }
        return handled;
    }

    private int receive(int most) {
        int count = 0;
        try {
            while (count < most && fault.get() == null) {
                int length = in.next();
                if (length == InRing.EMPTY) {
                    break;
                }
                in.take(privateMemory(), length);
                // the slot is free before the handler can say so to the peer
                out.release(RingLayout.CONSUMED, in.consumed());
                count++;
                handler.received(datagram.clear().limit(length));
            }
        } catch (RingFault e) {
            peerIsWrong(e);
        } catch (RuntimeException | Error e) {
            handlerFailed(e);
        }
        if (count > 0) {
            wakeBlockedPeer();
        }
        return count;
    }

    private byte[] privateMemory() {
        byte[] shared = queue.buffer(in.payload());
        if (buffer != shared) {
            buffer = shared;
            datagram = ByteBuffer.wrap(shared);
        }
        datagram.order(ByteOrder.LITTLE_ENDIAN);
        return shared;
    }

    private void wakeBlockedPeer() {
        VarHandle.fullFence();
        int word = in.word(RingLayout.BLOCKED);
        if ((word & 1) != 0 && word != wokenBlocked) {
            wokenBlocked = word;
            sendWake();
        }
    }

    /**
     * Counts polls in vain.
     *
     * @return whether it sleeps now, and is found by epoll
     */
    boolean idle(int handled, int patience) {
        if (handled > 0) {
            idlePolls = 0;
            return false;
        }
        return ++idlePolls > patience && arm();
    }

    /** Tells the peer that it has to be woken from now on; false if there is something to do. */
    boolean arm() {
        if (!transfers.isEmpty() || fault.get() != null) {
            return false;
        }
        out.announce(RingLayout.SLEEP, ++sleep);
        try {
            if (in.next() == InRing.EMPTY
                    && ((blocked & 1) == 0 || !out.consumed(in.word(RingLayout.CONSUMED)) || !out.free())) {
                active = false;
                return true;
            }
        } catch (RingFault e) {
            peerIsWrong(e);
        }
        out.announce(RingLayout.SLEEP, ++sleep);
        return false;
    }

    private void activate() {
        idlePolls = 0;
        if (!active) {
            active = true;
            out.announce(RingLayout.SLEEP, ++sleep);
            queue.activate(this);
        }
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public ByteBuffer claim() {
        if (!open) {
            return null;
        }
        try {
            return out.free() || hasRoom() ? out.slot() : null;
        } catch (IllegalStateException e) {
            return null; // closed meanwhile
        }
    }

    private boolean hasRoom() {
        if (roomAgain() || out.free()) {
            return true;
        }
        synchronized (room) {
            if ((blocked & 1) == 0) {
                out.announce(RingLayout.BLOCKED, blocked + 1);
                blocked++;
            }
        }
        return roomAgain();
    }

    /** Whether the peer has made room, which nobody waits for then any more. Any thread. */
    private boolean roomAgain() {
        synchronized (room) {
            if (!out.consumed(in.word(RingLayout.CONSUMED))) {
                fail(new LinkFault(
                        LinkFault.Kind.PROTOCOL, remote + ": it claims to have taken more datagrams than were sent"));
                return false;
            }
            if (!out.free()) {
                return false;
            }
            if ((blocked & 1) != 0) {
                out.announce(RingLayout.BLOCKED, blocked + 1);
                blocked++;
            }
            return true;
        }
    }

    @Override
    public void post(ByteBuffer claimed) {
        if (open) {
            try {
                out.publish();
            } catch (IllegalStateException e) {
                return; // closed meanwhile
            }
        }
    }

    @Override
    public void flush() {
        if (!open) {
            return;
        }
        try {
            VarHandle.fullFence();
            int word = in.word(RingLayout.SLEEP);
            if ((word & 1) != 0 && word != wokenSleep) {
                wokenSleep = word;
                sendWake();
            }
        } catch (IllegalStateException e) {
            return; // closed meanwhile
        }
    }

    private void sendWake() {
        try {
            // without room for it the peer has others to read, and wakes by them
            boolean ignored = socket.send(wake);
        } catch (IOException e) {
            LOG.trace("{} cannot be woken: {}", remote, e.getMessage());
        }
    }

    @Override
    public long export(MemoryRegion region) {
        if (!open || !sameUser || region.descriptor() < 0) {
            return NO_KEY;
        }
        try {
            return exported.export(region);
        } catch (IOException e) {
            LOG.debug("region {} is not exported to {}: {}", region.id(), remote, e.getMessage());
            return NO_KEY;
        }
    }

    @Override
    public long remoteAddress(MemoryRegion region, long address) {
        return address - region.address();
    }

    @Override
    public boolean read(MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long id) {
        if (!open || fault.get() != null) {
            return true;
        }
        if (transfers.isFull()) {
            return false;
        }
        if (address < region.address() || length < 0 || address - region.address() > region.length() - length) {
            throw new IllegalArgumentException(
                    length + " bytes at " + address + " do not lie in region " + region.id());
        }
        PeerRegion source = peerRegions.find(remoteKey);
        if (source == null) {
            // the peer has sent it before it named it
            int ignored = takePackets();
            source = peerRegions.find(remoteKey);
        }
        try {
            PeerRegions.check(source, remoteKey, remoteAddress, length);
            transfers.add(source, remoteAddress, address, length, id);
            activate();
        } catch (RingFault e) {
            peerIsWrong(e);
        }
        return true;
    }

    @Override
    public void close(LinkFault reason) {
        fail(reason);
    }

    private void fail(LinkFault reason) {
        if (fault.compareAndSet(null, reason)) {
            queue.execute(this::end);
        }
    }

    /** Closes everything, once, and says so. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        fault.compareAndSet(null, LinkFault.local("the worker of the connection has ended"));
        queue.remove(this);
        boolean wasOpen = open;
        open = false;
        if (deadline != null) {
            deadline.cancel();
        }
        if (registration != null) {
            registration.close();
        }
        if (socket != null) {
            if (wasOpen) {
                sayGoodbye();
            }
            socket.close();
        }
        opening.close();
        try {
            handler.closed(fault.get());
        } catch (RuntimeException | Error e) {
            LOG.error("the handler of a connection with {} failed", remote, e);
        }
        peerRegions.close();
        if (out != null) {
            out.close();
        }
        if (in != null) {
            in.close();
        }
        wake.close();
    }

    private void sayGoodbye() {
        try (Packet bye =
                Handshake.bye("the peer closed the connection: " + fault.get().text())) {
            boolean ignored = socket.send(bye);
        } catch (IOException e) {
            LOG.trace("{} has gone already: {}", remote, e.getMessage());
        }
    }
}
