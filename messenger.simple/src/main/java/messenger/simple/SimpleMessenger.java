package messenger.simple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import messenger.api.BindException;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.spi.Attachment;
import messenger.spi.Endpoint;
import messenger.spi.Link;
import messenger.spi.LinkHandler;
import messenger.spi.support.ConfigurableTransport;
import messenger.spi.support.PortBinder;

/**
 * TCP, Ceph's messenger v1, for one endpoint. Lives from its construction to {@link #close}, and can be used without
 * OSGi. Thread safe.
 */
public final class SimpleMessenger implements ConfigurableTransport<SimpleSettings> {
    static final String TYPE = "simple";

    /** How long an accepting thread may take to end. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** Direct buffers in which small frames are put together, 4 MiB in all. */
    private static final int STAGING_BUFFERS = 64;

    private final String name;
    private final EventLoops loops;
    private final BufferPool pool = new BufferPool(STAGING_BUFFERS);
    private final List<Accepter> accepters = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile SimpleSettings settings;
    /** Null until the endpoint has attached this; it may have begun to dial by then, the loops start later. */
    private volatile Attachment attachment;

    /**
     * Attaches to an endpoint and listens at the addresses of the settings.
     *
     * @throws BindException if one of them cannot be bound; nothing is left behind then
     * @throws IllegalStateException if a transport of this type is attached already
     */
    public SimpleMessenger(Endpoint endpoint, SimpleSettings settings) {
        this(settings, endpoint);
        try {
            listen();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private SimpleMessenger(SimpleSettings settings, Endpoint endpoint) {
        this.settings = settings;
        this.name = "messenger-simple-" + endpoint.name();
        this.loops = new EventLoops(name, settings.threads());
        try {
            attachment = endpoint.attach(this);
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    /** Attaches to an endpoint; nothing is dialled or accepted before {@link #listen}. */
    static SimpleMessenger attached(Endpoint endpoint, SimpleSettings settings) {
        return new SimpleMessenger(settings, endpoint);
    }

    @Override
    public void listen() {
        for (EntityAddress address : settings.bind()) {
            bind(address, Set.of());
        }
        // dialled sooner, peers would take the endpoint for one that does not listen, and for another party
        loops.start();
    }

    @Override
    public Attachment attachment() {
        return attachment;
    }

    /** The messenger that reaches the endpoint through this transport only. */
    public Messenger messenger() {
        return attachment.messenger();
    }

    BufferPool pool() {
        return pool;
    }

    SimpleSettings settings() {
        return settings;
    }

    /** {@inheritDoc} Threads stay as many as they are. */
    @Override
    public void settings(SimpleSettings newSettings) {
        settings = newSettings;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int ranking() {
        return settings.ranking();
    }

    @Override
    public String scheme() {
        return EntityAddress.TCP;
    }

    @Override
    public List<EntityAddress> addresses() {
        List<EntityAddress> addresses = new ArrayList<>();
        for (Accepter accepter : accepters) {
            addresses.add(withNonce(accepter.address()));
        }
        return addresses;
    }

    private EntityAddress withNonce(InetSocketAddress address) {
        return EntityAddress.tcp(
                address.getAddress(), address.getPort(), attachment.address().nonce());
    }

    @Override
    public EntityAddress bind(EntityAddress address, Set<Integer> avoidPorts) {
        requireTcp(address);
        requireOpen();
        Accepter accepter;
        try {
            int before = accepters.isEmpty() ? attachment.address().port() : 0;
            SimpleSettings current = settings;
            var channel = new PortBinder<ServerSocketChannel>(
                            current.portRules(),
                            (ip, port) -> ListeningSocket.open(ip, port, current.receiveBuffer()),
                            socket -> socket.socket().getLocalPort(),
                            closing,
                            before)
                    .bind(address, avoidPorts);
            accepter = new Accepter(name + "-accept-" + channel.socket().getLocalPort(), channel, this::accept);
        } catch (IOException e) {
            throw new BindException("cannot listen at " + address + ": " + e.getMessage());
        }
        accepters.add(accepter);
        if (isClosed()) {
            closeAccepters();
            requireOpen();
        }
        attachment.addressesChanged();
        return withNonce(accepter.address());
    }

    private void accept(SocketChannel socket) {
        if (isClosed()) {
            closeQuietly(socket);
        } else {
            PipeConnection.accept(this, loops.next(), socket);
        }
    }

    private static void closeQuietly(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void unbind() {
        if (closeAccepters()) {
            attachment.addressesChanged();
        }
    }

    private boolean closeAccepters() {
        boolean any = false;
        for (Accepter accepter : accepters) {
            if (accepters.remove(accepter)) {
                accepter.close(CLOSE_TIMEOUT);
                any = true;
            }
        }
        return any;
    }

    @Override
    public Link dial(EntityAddress address, LinkHandler handler) {
        requireTcp(address);
        requireOpen();
        return PipeConnection.dial(this, loops.next(), address, handler);
    }

    @Override
    public int protocolVersion(EntityType own, EntityType peer, boolean dialling) {
        if (own == peer) {
            return switch (own) {
                case OSD -> 10;
                case MON -> 13;
                default -> 0;
            };
        }
        return switch (dialling ? peer : own) {
            case OSD -> 24;
            case MDS -> 32;
            case MON -> 15;
            default -> 0;
        };
    }

    private static void requireTcp(EntityAddress address) {
        if (!address.scheme().equals(EntityAddress.TCP)) {
            throw new IllegalArgumentException(
                    address + " is no address of messenger.simple; allowed: tcp://HOST:PORT[/NONCE]");
        }
    }

    private void requireOpen() {
        if (isClosed()) {
            throw new MessengerClosedException(name + " is closed; use the endpoint's messenger of type any");
        }
    }

    @Override
    public boolean isClosed() {
        return closing.getCount() == 0;
    }

    /**
     * Withdraws the transport: stops listening, closes all links and ends all threads. Takes at most a few seconds;
     * further calls do nothing.
     */
    @Override
    public void close() {
        synchronized (closing) {
            if (isClosed()) {
                return;
            }
            closing.countDown();
        }
        closeAccepters();
        attachment.detach();
        loops.close();
    }
}
