package messenger.xio.shm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import messenger.spi.LinkFault;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.UnixSocket;
import messenger.xio.shm.PeerRegions.PeerRegion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a connection through shared memory. What is not public belongs to the worker. */
final class ShmQueuePair implements QueuePair, EventSource {
    private static final Logger LOG = LoggerFactory.getLogger(ShmQueuePair.class);

    /** Most datagrams taken from one ring in a row; then the others have their turn. */
    private static final int BATCH = 64;

    private final ShmCompletionQueue queue;
    private final QueuePairHandler handler;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final Opening opening;
    private final AtomicReference<LinkFault> fault = new AtomicReference<>();
    private final Transfers transfers;

    private String peer;
    private PeerChannel channel;
    private Deadlines.Deadline deadline;
    private OutRing out;
    private InRing in;
    private SendSide sending;
    private ReceiveSide receiving;
    private boolean active;
    private int idlePolls;
    private int wakes;
    private boolean ended;

    /** What the public methods use was written before this became true. */
    private volatile boolean open;

    ShmQueuePair(
            ShmCompletionQueue queue,
            QueueSettings settings,
            QueuePairHandler handler,
            InetSocketAddress local,
            InetSocketAddress remote,
            Opening opening) {
        this.queue = queue;
        this.handler = handler;
        this.local = local;
        this.remote = remote;
        this.opening = opening;
        peer = Addresses.text(remote);
        transfers = new Transfers(settings.transferDepth());
    }

    /** Begins its handshake. */
    void start() {
        queue.add(this);
        if (fault.get() != null) {
            end();
            return;
        }
        deadline = queue.deadlines().after(queue.handshakeNanos(), this::handshakeTookTooLong);
        try {
            UnixSocket socket = opening.start();
            peer = Addresses.text(remote) + " (process " + opening.peer().pid() + ")";
            try {
                channel = new PeerChannel(queue, socket, opening.peer(), this, this::take);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (Opening.Refusal e) {
            fail(e.fault());
        } catch (IOException | RuntimeException e) {
            peerIsWrong(e);
        }
    }

    private void handshakeTookTooLong() {
        fail(new LinkFault(
                LinkFault.Kind.TIMEOUT,
                peer + " did not answer within " + queue.handshakeNanos() / 1_000_000 + " ms; see whether it hangs"));
    }

    @Override
    public int ready(int events) {
        if ((events & Epoll.OUT) != 0) {
            channel.tellOfGoneRegions();
        }
        try {
            int taken = fault.get() == null ? channel.take() : 0;
            if (taken == PeerChannel.PEER_HAS_GONE) {
                peerHasGone();
            }
            return Math.max(1, taken);
        } catch (IOException e) {
            peerIsWrong(e);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        return 1;
    }

    private void take(short type, PacketReader packet) throws IOException {
        if (!open) {
            opening.answered(this, type, packet);
        } else if (type == Handshake.WAKE) {
            woken();
        } else {
            throw new RingFault("it sent a packet of type " + type + " on an open connection");
        }
    }

    private void woken() throws RingFault {
        if (++wakes > receiving.sleeps() + sending.blocks()) {
            throw new RingFault("it woke this side " + wakes + " times, but was asked to " + (wakes - 1) + " times");
        }
        activate();
    }

    UnixSocket socket() {
        return channel.socket();
    }

    /** This side's ring is there; it is closed with the queue pair. */
    void sendThrough(OutRing ring) {
        out = ring;
    }

    /** The peer's ring is there, too, and closed likewise: the connection is open. */
    void opened(InRing ring, ByteBuffer privateData) {
        in = ring;
        sending = new SendSide(out, in, channel.waker());
        receiving = new ReceiveSide(queue, in, out, channel.waker());
        deadline.cancel();
        open = true;
        active = true;
        queue.activate(this);
        report(() -> handler.connected(privateData));
    }

    /** The peer said no. */
    void refused(ByteBuffer privateData) {
        report(() -> handler.refused(privateData));
        fail(new LinkFault(LinkFault.Kind.IO, peer + " refused the connection"));
    }

    private void report(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        LOG.error("a connection with {} could not be served and is closed", peer, e);
        fail(LinkFault.local("the connection with " + peer + " could not be served: " + e));
    }

    /** What the peer has published still counts; then it is over. */
    private void peerHasGone() {
        if (open) {
            receive(in.depth());
        }
        String how = channel.farewell().isEmpty() ? "it closed the connection without a word" : channel.farewell();
        fail(new LinkFault(LinkFault.Kind.IO, peer + ": " + how));
    }

    private void peerIsWrong(Exception e) {
        LinkFault.Kind kind = e instanceof RingFault ? LinkFault.Kind.PROTOCOL : LinkFault.Kind.IO;
        fail(new LinkFault(kind, peer + ": " + e.getMessage()));
    }

    /** Looks into the ring, goes on with a transfer, tells a sender of room. */
    int poll() {
        int handled = receive(BATCH);
        try {
            if (!transfers.isEmpty() && fault.get() == null) {
                handled++;
                if (transfers.copy()) {
                    long id = transfers.firstId();
                    transfers.removeFirst();
                    handler.transferred(id);
                }
            }
            if (sending.hasRoomAgain() && fault.get() == null) {
                handled++;
                sending.unblock();
                handler.sendable();
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        return handled;
    }

    private int receive(int most) {
        int count = 0;
        try {
            while (count < most && fault.get() == null) {
                ByteBuffer datagram = receiving.take();
                if (datagram == null) {
                    break;
                }
                count++;
                handler.received(datagram);
            }
        } catch (RingFault e) {
            peerIsWrong(e);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        if (count > 0) {
            receiving.taken();
        }
        return count;
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
        receiving.sleep();
        try {
            if (receiving.isEmpty() && !sending.hasRoomAgain()) {
                active = false;
                return true;
            }
        } catch (RingFault e) {
            peerIsWrong(e);
        }
        receiving.awake();
        return false;
    }

    private void activate() {
        idlePolls = 0;
        if (!active) {
            active = true;
            receiving.awake();
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
        try {
            return open ? sending.claim() : null;
        } catch (RingFault e) {
            peerIsWrong(e);
            return null;
        }
    }

    @Override
    public void post(ByteBuffer claimed) {
        if (open) {
            sending.post();
        }
    }

    @Override
    public void flush() {
        if (open) {
            sending.flush();
        }
    }

    @Override
    public long export(MemoryRegion region) {
        return open ? channel.export(region) : NO_KEY;
    }

    /** Tells the peer that a region goes. */
    void forget(MemoryRegion region) {
        if (open) {
            channel.forget(region);
            channel.tellOfGoneRegions();
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
        Transfers.checkTarget(region, address, length);
        try {
            PeerRegion source = channel.find(remoteKey);
            PeerRegions.check(source, remoteKey, remoteAddress, length);
            transfers.add(source, remoteAddress, address, length, id);
            activate();
        } catch (IOException e) {
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
        fault.compareAndSet(null, LinkFault.local("the worker of the connection with " + peer + " has ended"));
        open = false;
        if (sending != null) {
            sending.close();
        }
        queue.remove(this);
        if (deadline != null) {
            deadline.cancel();
        }
        if (channel != null) {
            channel.close(fault.get().text());
        }
        opening.close();
        report(() -> handler.closed(fault.get()));
        unmap();
    }

    private void unmap() {
        if (channel != null) {
            channel.unmap();
        }
        if (out != null) {
            out.close();
        }
        if (in != null) {
            in.close();
        }
    }
}
