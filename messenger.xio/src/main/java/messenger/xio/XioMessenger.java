package messenger.xio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
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
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.IncomingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RDMA or shared memory for one endpoint. Lives from its construction to {@link #close}, and can be used without OSGi.
 * Thread safe.
 */
public final class XioMessenger implements ConfigurableTransport<XioSettings> {
    static final String TYPE = "xio";

    private static final Logger LOG = LoggerFactory.getLogger(XioMessenger.class);

    /** The version of what core says in handshakes by this transport. */
    private static final int PROTOCOL_VERSION = 1;

    private final String name;
    private final Fabric fabric;
    private final LongSupplier clock;
    private final XioPortals portals;
    private final List<FabricListener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile XioSettings settings;
    /** Null until the endpoint has attached this; it may have begun to dial by then, the portals start later. */
    private volatile Attachment attachment;

    /** Ends that the fabric is told of memory that goes. */
    private final AutoCloseable unmapping;

    /**
     * Attaches to an endpoint and listens at the addresses of the settings.
     *
     * @throws BindException if one of them cannot be bound; nothing is left behind then
     * @throws IllegalStateException if a transport of this type is attached already, or the fabric cannot be used
     */
    public XioMessenger(Endpoint endpoint, XioSettings settings) {
        this(settings, endpoint, Fabrics.open(settings), System::nanoTime);
        listenOrClose();
    }

    /**
     * Likewise, over a network that is there already.
     *
     * @param clock monotonic, in nanoseconds
     */
    XioMessenger(Endpoint endpoint, XioSettings settings, Fabric fabric, LongSupplier clock) {
        this(settings, endpoint, fabric, clock);
        listenOrClose();
    }

    private XioMessenger(XioSettings settings, Endpoint endpoint, Fabric fabric, LongSupplier clock) {
        this.settings = settings;
        this.name = "messenger-xio-" + endpoint.name();
        this.fabric = fabric;
        this.clock = clock;
        try {
            this.portals = new XioPortals(name, fabric, settings, clock);
        } catch (RuntimeException e) {
            fabric.close();
            throw e;
        }
        try {
            attachment = endpoint.attach(this);
        } catch (RuntimeException e) {
            portals.close();
            fabric.close();
            throw e;
        }
        unmapping = attachment.memory().onUnmap(fabric::forget);
    }

    /** Attaches to an endpoint; nothing is dialled or accepted before {@link #listen}. */
    static XioMessenger attached(Endpoint endpoint, XioSettings settings) {
        return new XioMessenger(settings, endpoint, Fabrics.open(settings), System::nanoTime);
    }

    private void listenOrClose() {
        try {
            listen();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void listen() {
        for (EntityAddress address : settings.bind()) {
            bind(address, Set.of());
        }
        // dialled sooner, peers would take the endpoint for one that does not listen, and for another party
        portals.start(attachment.memory());
    }

    @Override
    public Attachment attachment() {
        return attachment;
    }

    /** The messenger that reaches the endpoint through this transport only. */
    public Messenger messenger() {
        return attachment.messenger();
    }

    Fabric fabric() {
        return fabric;
    }

    LongSupplier clock() {
        return clock;
    }

    XioSettings settings() {
        return settings;
    }

    /** {@inheritDoc} Portals and fabric stay as they are. */
    @Override
    public void settings(XioSettings newSettings) {
        settings = newSettings;
        portals.maxSpin(newSettings.spin());
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
        return XioSettings.SCHEME;
    }

    @Override
    public List<EntityAddress> addresses() {
        List<EntityAddress> addresses = new ArrayList<>();
        for (FabricListener listener : listeners) {
            addresses.add(withNonce(listener.address()));
        }
        return addresses;
    }

    private EntityAddress withNonce(InetSocketAddress address) {
        return new EntityAddress(
                XioSettings.SCHEME,
                address.getAddress(),
                address.getPort(),
                attachment.address().nonce());
    }

    @Override
    public EntityAddress bind(EntityAddress address, Set<Integer> avoidPorts) {
        requireXio(address);
        requireOpen();
        int before = listeners.isEmpty() ? attachment.address().port() : 0;
        FabricListener listener = new PortBinder<FabricListener>(
                        settings.portRules(),
                        this::listenAt,
                        opened -> opened.address().getPort(),
                        closing,
                        before)
                .bind(address, avoidPorts);
        listeners.add(listener);
        if (isClosed()) {
            closeListeners();
            requireOpen();
        }
        attachment.addressesChanged();
        return withNonce(listener.address());
    }

    private FabricListener listenAt(InetAddress ip, int port) throws IOException {
        return fabric.listen(portals.first().queue(), new InetSocketAddress(ip, port), this::accept);
    }

    private void accept(IncomingConnection incoming) {
        Greeting own = Greeting.of(settings, true);
        Greeting.Refusal refusal = isClosed() ? Greeting.Refusal.CLOSING : Greetings.check(incoming.privateData(), own);
        if (refusal == Greeting.Refusal.NONE) {
            Greeting peer = Greeting.decode(incoming.privateData());
            XioConnection.accept(this, portals.next(), incoming, peer, own.versionWith(peer));
        } else {
            LOG.warn(
                    "{} refuses a connection of {}: {}",
                    name,
                    incoming.remote(),
                    Greetings.reason(refusal, incoming.privateData()));
            incoming.reject(own.answering(0, refusal).encode());
        }
    }

    @Override
    public void unbind() {
        if (closeListeners()) {
            attachment.addressesChanged();
        }
    }

    private boolean closeListeners() {
        boolean any = false;
        for (FabricListener listener : listeners) {
            if (listeners.remove(listener)) {
                listener.close();
                any = true;
            }
        }
        return any;
    }

    @Override
    public Link dial(EntityAddress address, LinkHandler handler) {
        requireXio(address);
        requireOpen();
        return XioConnection.dial(this, portals.next(), address, handler);
    }

    @Override
    public int protocolVersion(EntityType own, EntityType peer, boolean dialling) {
        return PROTOCOL_VERSION;
    }

    private static void requireXio(EntityAddress address) {
        if (!address.scheme().equals(XioSettings.SCHEME)) {
            throw new IllegalArgumentException(
                    address + " is no address of messenger.xio; allowed: xio://HOST:PORT[/NONCE]");
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

    /** {@inheritDoc} */
    @Override
    public void close() {
        synchronized (closing) {
            if (isClosed()) {
                return;
            }
            closing.countDown();
        }
        closeListeners();
        attachment.detach();
        if (portals.close()) {
            release();
        } else {
            // a worker that goes on must not find the devices and their memory gone
            LOG.error("{} keeps its devices open until its portals have ended", name);
            portals.whenEnded(this::release);
        }
    }

    private void release() {
        try {
            unmapping.close();
        } catch (Exception e) {
            LOG.error("{} is still told of memory that goes", name, e);
        }
        fabric.close();
    }
}
