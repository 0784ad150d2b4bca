package messenger.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.spi.Attachment;
import messenger.spi.FaultInjector;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;
import messenger.spi.MessageMemory;
import messenger.spi.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transport as its endpoint sees it. Thread safe. */
final class AttachedTransport implements Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedTransport.class);

    private final CoreEndpoint endpoint;
    private final String type;
    private final String scheme;
    private final CoreMessenger messenger;
    private final Set<LinkDriver> links = ConcurrentHashMap.newKeySet();
    private volatile Transport transport;

    AttachedTransport(CoreEndpoint endpoint, Transport transport) {
        this.endpoint = endpoint;
        this.transport = transport;
        this.type = transport.type();
        this.scheme = transport.scheme();
        this.messenger = new CoreMessenger(endpoint, this);
    }

    String type() {
        return type;
    }

    String scheme() {
        return scheme;
    }

    int ranking() {
        Transport live = transport;
        return live == null ? Integer.MIN_VALUE : live.ranking();
    }

    boolean isDetached() {
        return transport == null;
    }

    List<EntityAddress> addresses() {
        Transport live = transport;
        return live == null ? List.of() : live.addresses();
    }

    /** Links that belong to no session yet. */
    int handshakes() {
        return (int) links.stream().filter(driver -> driver.session() == null).count();
    }

    int protocolVersion(EntityType peer, boolean dialling) {
        Transport live = transport;
        return live == null ? 0 : live.protocolVersion(endpoint.name().type(), peer, dialling);
    }

    EntityAddress bind(EntityAddress address, Set<Integer> avoidPorts) {
        EntityAddress bound = live().bind(address, avoidPorts);
        endpoint.addressesChanged();
        return bound;
    }

    void unbind() {
        Transport live = transport;
        if (live != null) {
            live.unbind();
            endpoint.addressesChanged();
        }
    }

    private Transport live() {
        Transport live = transport;
        if (live == null) {
            throw new IllegalStateException("transport " + type + " of " + endpoint.name() + " was detached");
        }
        return live;
    }

    /** Starts a link for a session, whose strand calls. */
    void dial(EntityAddress address, LinkDriver driver) {
        Transport live = transport;
        if (live == null) {
            driver.closed(LinkFault.local("transport " + type + " was detached"));
            return;
        }
        links.add(driver);
        driver.start(live.dial(address, driver));
        if (driver.isClosed()) {
            links.remove(driver);
        }
    }

    void forget(LinkDriver driver) {
        links.remove(driver);
    }

    @Override
    public Messenger messenger() {
        return messenger;
    }

    @Override
    public EntityName name() {
        return endpoint.name();
    }

    @Override
    public EntityAddress address() {
        return endpoint.address();
    }

    @Override
    public LinkHandler accept(Link link) {
        LinkDriver driver = new LinkDriver(endpoint, this, false);
        links.add(driver);
        driver.start(link);
        if (isDetached() || endpoint.isShutDown()) {
            link.close(LinkFault.local("endpoint " + endpoint.name() + " accepts no links by " + type + " any more"));
        }
        return driver;
    }

    @Override
    public MessageMemory memory() {
        return endpoint.runtime().memory();
    }

    @Override
    public FaultInjector faults() {
        return endpoint.faults();
    }

    Set<LinkDriver> links() {
        return links;
    }

    @Override
    public void addressesChanged() {
        endpoint.addressesChanged();
    }

    @Override
    public void detach() {
        synchronized (this) {
            if (isDetached()) {
                return;
            }
            transport = null;
        }
        endpoint.detached(this);
        List<Session> sessions = endpoint.sessions().all();
        CountDownLatch left = new CountDownLatch(sessions.size());
        for (Session session : sessions) {
            session.post(() -> {
                session.leave(this);
                left.countDown();
            });
        }
        await(left, endpoint.settings().shutdownTimeout());
        for (LinkDriver driver : links) {
            driver.close(LinkFault.local("transport " + type + " was detached"));
        }
        links.clear();
    }

    private void await(CountDownLatch left, Duration timeout) {
        try {
            if (!left.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn(
                        "{}: {} sessions are still busy with transport {} after {} ms",
                        endpoint.name(),
                        left.getCount(),
                        type,
                        timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
