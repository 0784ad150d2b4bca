package messenger.xio.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Packet;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.UnixSocket;

/** ACCEPT, then READY from the peer: the accepting side, once it has agreed. */
final class Accepting implements Opening {
    private final UnixSocket socket;
    private final UnixSocket.Peer peer;
    private final QueueSettings settings;
    private final QueueSettings peerSettings;
    private final ByteBuffer privateData;
    private OutRing ring;

    Accepting(
            UnixSocket socket,
            UnixSocket.Peer peer,
            QueueSettings settings,
            QueueSettings peerSettings,
            ByteBuffer privateData) {
        this.socket = socket;
        this.peer = peer;
        this.settings = settings;
        this.peerSettings = peerSettings;
        this.privateData = privateData;
    }

    @Override
    public UnixSocket start() throws IOException {
        OutRing.Created created = create();
        ring = created.ring();
        try (Descriptor own = created.file();
                Packet accept = Handshake.greeting(Handshake.ACCEPT, settings, privateData)) {
            if (!socket.send(accept, own)) {
                throw new IOException("no room for a packet");
            }
        }
        return socket;
    }

    private OutRing.Created create() throws IOException {
        try {
            return OutRing.create(Handshake.ring(settings, peerSettings));
        } catch (IOException e) {
            try (Packet bye = Handshake.bye("the peer could not accept: " + e.getMessage())) {
                boolean ignored = socket.send(bye);
            }
            throw e;
        }
    }

    @Override
    public UnixSocket.Peer peer() {
        return peer;
    }

    @Override
    public void answered(ShmQueuePair pair, short type, PacketReader packet) throws IOException {
        if (type != Handshake.READY) {
            throw new RingFault("it sent a packet of type " + type + " instead of READY");
        }
        Descriptor file = packet.takeDescriptor();
        if (file == null) {
            throw new RingFault("it was ready without passing its ring");
        }
        InRing in = new InRing(Handshake.ring(peerSettings, settings), file);
        pair.sendThrough(ring);
        ring = null;
        pair.opened(in, ByteBuffer.allocate(0));
    }

    @Override
    public void close() {
        socket.close();
        if (ring != null) {
            ring.close();
        }
    }
}
