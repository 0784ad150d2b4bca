package messenger.xio.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.QueuePair;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.Errno;
import messenger.xio.posix.Identity;
import messenger.xio.posix.Packet;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.PosixException;
import messenger.xio.posix.UnixSocket;
import messenger.xio.shm.PeerRegions.PeerRegion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of a connection: packets from and to the peer, and the regions that they are about. Belongs to the worker,
 * except {@link #export}.
 */
final class PeerChannel {
    private static final Logger LOG = LoggerFactory.getLogger(PeerChannel.class);

    /** What {@link #take} answers when the peer has closed its end, now and from now on. */
    static final int PEER_HAS_GONE = -1;

    /** Most packets taken in a row. */
    private static final int BATCH = 16;

    /** Most batches in which a region's packet is looked for, before its key counts as forged. */
    private static final int LOOKS = 256;

    /** Takes what is not about regions. */
    interface PacketTaker {
        /** The packet's header has been read. */
        void take(short type, PacketReader packet) throws IOException;
    }

    private final UnixSocket socket;
    private final PacketReader reader;
    private final PacketTaker taker;
    private final boolean sameUser;
    private final ExportedRegions exported;
    private final PeerRegions regions = new PeerRegions();
    private final Waker waker;
    private final Epoll.Registration<EventSource> registration;
    private String farewell = "";
    private boolean closed;

    /** Has the queue wait for packets, too. The socket is closed with the channel. */
    PeerChannel(
            ShmCompletionQueue queue, UnixSocket socket, UnixSocket.Peer peer, EventSource source, PacketTaker taker)
            throws IOException {
        this.socket = socket;
        this.reader = queue.reader();
        this.taker = taker;
        sameUser = peer.uid() == Identity.uid();
        exported = new ExportedRegions(socket);
        registration = queue.register(socket.descriptor(), source);
        waker = new Waker(socket);
    }

    UnixSocket socket() {
        return socket;
    }

    Waker waker() {
        return waker;
    }

    /** What the peer said before it went; empty if nothing. */
    String farewell() {
        return farewell;
    }

    /**
     * Takes some packets.
     *
     * @return how many, or {@link #PEER_HAS_GONE}
     */
    int take() throws IOException {
        for (int taken = 0; taken < BATCH; taken++) {
            int length = read();
            if (length == PacketReader.NOTHING) {
                return taken;
            }
            if (length == PacketReader.END) {
                return PEER_HAS_GONE;
            }
            ByteBuffer packet = reader.bytes();
            short type = Handshake.type(packet);
            switch (type) {
                case Handshake.BYE -> farewell = Handshake.readBye(packet);
                case Handshake.EXPORT -> exported(packet);
                case Handshake.FORGET -> {
                    Handshake.need(packet, Long.BYTES);
                    regions.forget(packet.getLong());
                }
                default -> taker.take(type, reader);
            }
        }
        return BATCH;
    }

    private int read() throws IOException {
        try {
            return reader.read(socket);
        } catch (PosixException e) {
            if (e.errno() == Errno.ECONNRESET) {
                return PacketReader.END;
            }
            throw e;
        }
    }

    private void exported(ByteBuffer packet) throws IOException {
        Handshake.need(packet, 2 * Long.BYTES);
        if (!sameUser) {
            throw new RingFault("it exported memory, though it runs as another user");
        }
        regions.add(packet.getLong(), packet.getLong(), reader.takeDescriptor());
    }

    /** The peer's region with that key, or null. The peer has sent its packet before it named it in a datagram. */
    PeerRegion find(long key) throws IOException {
        PeerRegion region = regions.find(key);
        for (int i = 0; i < LOOKS && region == null && take() > 0; i++) {
            region = regions.find(key);
        }
        return region;
    }

    /** As {@link QueuePair#export}. Any thread. */
    long export(MemoryRegion region) {
        if (!sameUser || region.descriptor() < 0) {
            return QueuePair.NO_KEY;
        }
        try {
            return exported.export(region);
        } catch (IOException e) {
            LOG.debug("region {} is not exported, its data is sent in datagrams: {}", region.id(), e.getMessage());
            return QueuePair.NO_KEY;
        }
    }

    /** A region goes; {@link #tellOfGoneRegions} follows. */
    void forget(MemoryRegion region) {
        exported.forget(region);
    }

    /** Tells the peer of regions that are gone, or waits for room to do so. */
    void tellOfGoneRegions() {
        if (!closed) {
            try {
                registration.modify(exported.tell() ? Epoll.IN : Epoll.IN | Epoll.OUT);
            } catch (IOException e) {
                LOG.trace("a peer cannot be told of regions, its end is noticed soon: {}", e.getMessage());
            }
        }
    }

    /** Says why, if there is room for it, and closes the socket. */
    void close(String why) {
        closed = true;
        registration.close();
        try (Packet bye = Handshake.bye("the peer closed the connection: " + why)) {
            if (!socket.send(bye)) {
                LOG.trace("a peer is not told why its connection closes");
            }
        } catch (IOException e) {
            LOG.trace("a peer has gone already: {}", e.getMessage());
        }
        socket.close();
        waker.close();
    }

    /** Unmaps the peer's regions. */
    void unmap() {
        regions.close();
    }
}
