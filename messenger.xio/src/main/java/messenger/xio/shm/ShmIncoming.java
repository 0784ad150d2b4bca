package messenger.xio.shm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.Packet;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.UnixSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer that has connected and has not been answered. Belongs to the worker of the listener. */
final class ShmIncoming implements IncomingConnection, EventSource {
    private static final Logger LOG = LoggerFactory.getLogger(ShmIncoming.class);

    private static final QueueSettings NONE = new QueueSettings(0, 0, 0, 0);

    private final ShmListener listener;
    private final ShmCompletionQueue queue;
    private final UnixSocket socket;
    private final UnixSocket.Peer peer;
    private final InetSocketAddress remote;
    private final Epoll.Registration<EventSource> registration;
    private final Deadlines.Deadline deadline;
    private Handshake.Greeting hello;
    private boolean over;

    ShmIncoming(ShmListener listener, ShmCompletionQueue queue, UnixSocket socket, UnixSocket.Peer peer)
            throws IOException {
        this.listener = listener;
        this.queue = queue;
        this.socket = socket;
        this.peer = peer;
        remote = new InetSocketAddress(listener.address().getAddress(), 0);
        try {
            registration = queue.register(socket.descriptor(), this);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        deadline = queue.deadlines().after(queue.handshakeNanos(), () -> drop("its handshake took too long"));
    }

    @Override
    public int ready(int events) {
        try {
            int length = queue.reader().read(socket);
            if (length == PacketReader.NOTHING) {
                return 0;
            }
            if (length == PacketReader.END) {
                drop("it closed the connection");
                return 1;
            }
            ByteBuffer packet = queue.reader().bytes();
            short type = Handshake.type(packet);
            if (type != Handshake.HELLO || hello != null) {
                throw new RingFault("it sent a packet of type " + type + " instead of one HELLO");
            }
            hello = Handshake.readGreeting(packet);
            listener.report(this);
        } catch (IOException e) {
            listener.turnedAway(peer, e.getMessage());
            drop(e.getMessage());
        }
        return 1;
    }

    /** Closes it without an answer. */
    void drop(String why) {
        if (leave()) {
            LOG.debug("process {} at {} is not answered: {}", peer.pid(), listener.address(), why);
            socket.close();
        }
    }

    /** Leaves the listener's hands; false if it has. */
    private boolean leave() {
        if (over) {
            return false;
        }
        over = true;
        deadline.cancel();
        registration.close();
        listener.remove(this);
        return true;
    }

    @Override
    public ByteBuffer privateData() {
        return hello.privateData();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public InetSocketAddress local() {
        return listener.address();
    }

    @Override
    public QueuePair accept(
            CompletionQueue target, QueueSettings settings, ByteBuffer privateData, QueuePairHandler handler) {
        ShmCompletionQueue worker = (ShmCompletionQueue) target;
        Accepting accepting = new Accepting(socket, peer, settings, hello.settings(), ShmFabric.copy(privateData));
        ShmQueuePair pair = new ShmQueuePair(worker, settings, handler, local(), remote, accepting);
        leave();
        worker.execute(pair::start);
        return pair;
    }

    @Override
    public void reject(ByteBuffer privateData) {
        if (leave()) {
            try (Packet reject = Handshake.greeting(Handshake.REJECT, NONE, ShmFabric.copy(privateData))) {
                boolean ignored = socket.send(reject);
            } catch (IOException e) {
                LOG.trace("{} has gone already: {}", remote, e.getMessage());
            }
            socket.close();
        }
    }
}
