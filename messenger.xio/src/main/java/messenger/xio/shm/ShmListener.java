package messenger.xio.shm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.posix.Epoll;
import messenger.xio.posix.UnixSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket at which peers connect, and those who have not been answered yet. */
final class ShmListener implements FabricListener, EventSource {
    private static final Logger LOG = LoggerFactory.getLogger(ShmListener.class);

    private static final int BACKLOG = 4096;

    /** Most connections accepted in a row. */
    private static final int BATCH = 16;

    /** Most peers that have not been answered; the one that waits longest makes room. */
    private static final int MAX_PENDING = 256;

    private static final long PAUSE = 1_000_000_000L;

    private final ShmCompletionQueue queue;
    private final SocketDirectory directory;
    private final InetSocketAddress address;
    private final Consumer<IncomingConnection> taker;
    private final AddressLock lock;
    private final Path path;
    private final UnixSocket socket;
    private final Epoll.Registration<EventSource> registration;

    /** Belongs to the worker. */
    private final List<ShmIncoming> pending = new ArrayList<>();

    /** Users whose peers were turned away; belongs to the worker. */
    private final Set<Integer> complained = new HashSet<>();

    private volatile boolean closed;

    ShmListener(
            ShmCompletionQueue queue,
            SocketDirectory directory,
            InetSocketAddress address,
            Consumer<IncomingConnection> taker,
            AddressLock lock)
            throws IOException {
        this.queue = queue;
        this.directory = directory;
        this.address = address;
        this.taker = taker;
        this.lock = lock;
        path = directory.socket(address);
        Files.deleteIfExists(path);
        socket = UnixSocket.listen(path, BACKLOG);
        try {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(directory.isShared() ? "rw-rw-rw-" : "rw-------"));
            registration = queue.register(socket.descriptor(), this);
        } catch (IOException | RuntimeException e) {
            socket.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    @Override
    public int ready(int events) {
        int count = 0;
        try {
            while (count < BATCH) {
                UnixSocket accepted = socket.accept();
                if (accepted == null) {
                    break;
                }
                count++;
                take(accepted);
            }
        } catch (IOException e) {
            LOG.warn(
                    "cannot accept connections at {}, and tries again in a second: {}; raise the limit of open files"
                            + " (ulimit -n), or use fewer connections",
                    path,
                    e.getMessage());
            pause();
        }
        return count;
    }

    private void take(UnixSocket accepted) throws IOException {
        UnixSocket.Peer peer = accepted.peer();
        if (!directory.allows(peer.uid())) {
            turnedAway(peer, "the user is not allowed; add it to the allowed ones if it is to be");
            accepted.close();
            return;
        }
        if (pending.size() >= MAX_PENDING) {
            pending.getFirst().drop("more than " + MAX_PENDING + " peers have not ended their handshake");
        }
        pending.add(new ShmIncoming(this, queue, accepted, peer));
    }

    /** Says so, once for each user. */
    void turnedAway(UnixSocket.Peer peer, String why) {
        if (complained.add(peer.uid())) {
            LOG.warn("process {} of user {} is turned away at {}: {}", peer.pid(), peer.uid(), path, why);
        } else {
            LOG.debug("process {} of user {} is turned away at {}: {}", peer.pid(), peer.uid(), path, why);
        }
    }

    private void pause() {
        try {
            registration.modify(0);
            queue.deadlines().after(PAUSE, this::resume);
        } catch (IOException e) {
            LOG.error("cannot wait for connections at {}", path, e);
        }
    }

    private void resume() {
        try {
            if (!closed) {
                registration.modify(Epoll.IN);
            }
        } catch (IOException e) {
            LOG.error("cannot wait for connections at {}", path, e);
        }
    }

    /** A peer has asked to connect. */
    void report(ShmIncoming incoming) {
        if (closed) {
            incoming.drop("nobody listens any more");
        } else {
            taker.accept(incoming);
        }
    }

    void remove(ShmIncoming incoming) {
        pending.remove(incoming);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        registration.close();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("the socket {} cannot be deleted; delete it", path, e);
        }
        socket.close();
        lock.close();
        queue.execute(() -> List.copyOf(pending).forEach(incoming -> incoming.drop("nobody listens any more")));
    }
}
