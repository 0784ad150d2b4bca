package messenger.xio.shm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import messenger.spi.LinkFault;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Errno;
import messenger.xio.posix.Packet;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.PosixException;
import messenger.xio.posix.UnixSocket;

/** HELLO, then ACCEPT or REJECT, then READY: the dialling side. */
final class Dialling implements Opening {
    private final SocketDirectory directory;
    private final InetSocketAddress address;
    private final QueueSettings settings;
    private final ByteBuffer privateData;
    private UnixSocket.Peer peer;

    Dialling(SocketDirectory directory, InetSocketAddress address, QueueSettings settings, ByteBuffer privateData) {
        this.directory = directory;
        this.address = address;
        this.settings = settings;
        this.privateData = privateData;
    }

    @Override
    public UnixSocket start() throws IOException {
        directory.check();
        UnixSocket socket = connect();
        try {
            peer = socket.peer();
            if (!directory.allows(peer.uid())) {
                throw new Refusal(
                        LinkFault.Kind.WRONG_PEER,
                        "at " + Addresses.text(address) + " listens a process of user " + peer.uid()
                                + ", who is not allowed; add it to the allowed users");
            }
            try (Packet hello = Handshake.greeting(Handshake.HELLO, settings, privateData)) {
                if (!socket.send(hello)) {
                    throw new Refusal(LinkFault.Kind.IO, "no room for the first packet to " + Addresses.text(address));
                }
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private UnixSocket connect() throws IOException {
        try {
            return UnixSocket.connect(listening());
        } catch (PosixException e) {
            throw switch (e.errno()) {
                case Errno.ENOENT, Errno.ECONNREFUSED ->
                    new Refusal(
                            LinkFault.Kind.REFUSED,
                            "nobody on this host listens at " + Addresses.text(address) + " in " + directory + " ("
                                    + e.getMessage() + ")");
                case Errno.EAGAIN ->
                    new Refusal(
                            LinkFault.Kind.IO,
                            Addresses.text(address)
                                    + " has too many connections that it has not accepted; see whether it hangs");
                case Errno.EACCES -> e.withRemedy("run both processes as the same user, or allow the other's user");
                case Errno.EMFILE -> e.withRemedy("raise the limit of open files of the process (ulimit -n)");
                default -> e;
            };
        }
    }

    /** The socket of the address itself, or of one who listens at all addresses of this host. */
    private Path listening() {
        Path exact = directory.socket(address);
        if (!Files.exists(exact) && Addresses.isOfThisHost(address.getAddress())) {
            for (InetSocketAddress wildcard : Addresses.wildcards(address.getPort())) {
                Path path = directory.socket(wildcard);
                if (Files.exists(path)) {
                    return path;
                }
            }
        }
        return exact;
    }

    @Override
    public UnixSocket.Peer peer() {
        return peer;
    }

    @Override
    public void answered(ShmQueuePair pair, short type, PacketReader packet) throws IOException {
        if (type != Handshake.ACCEPT && type != Handshake.REJECT) {
            throw new RingFault("it answered with a packet of type " + type + " instead of ACCEPT or REJECT");
        }
        Handshake.Greeting greeting = Handshake.readGreeting(packet.bytes());
        if (type == Handshake.REJECT) {
            pair.refused(greeting.privateData());
            return;
        }
        Descriptor file = packet.takeDescriptor();
        if (file == null) {
            throw new RingFault("it accepted without passing its ring");
        }
        InRing in = new InRing(Handshake.ring(greeting.settings(), settings), file);
        try {
            OutRing.Created created = OutRing.create(Handshake.ring(settings, greeting.settings()));
            pair.sendThrough(created.ring());
            try (Descriptor own = created.file();
                    Packet ready = Handshake.empty(Handshake.READY)) {
                if (!pair.socket().send(ready, own)) {
                    throw new IOException("no room for a packet");
                }
            }
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
        pair.opened(in, greeting.privateData());
    }

    @Override
    public void close() {}
}
