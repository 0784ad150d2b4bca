package messenger.conformance.memory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.spi.Attachment;
import messenger.spi.Endpoint;
import messenger.spi.FaultInjector;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;
import messenger.spi.Transport;

/** One endpoint's way into a {@link MemoryNetwork}. Reads all its links, and reports, on one thread. */
final class MemoryTransport implements Transport, AutoCloseable {
    private static final int PROTOCOL_VERSION = 1;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final MemoryNetwork network;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Set<MemoryLink> links = ConcurrentHashMap.newKeySet();
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile Attachment attachment;
    private volatile boolean stopped;

    MemoryTransport(MemoryNetwork network, String name) {
        this.network = network;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void attach(Endpoint endpoint, List<EntityAddress> bind) {
        attachment = endpoint.attach(this);
        // not earlier: what core dialled meanwhile needs the attachment
        thread.start();
        for (EntityAddress address : bind) {
            attachment.messenger().bind(address);
        }
    }

    Attachment attachment() {
        return attachment;
    }

    FaultInjector faults() {
        return attachment.faults();
    }

    MemoryNetwork network() {
        return network;
    }

    void execute(Runnable task) {
        tasks.add(task);
    }

    private void run() {
        while (!stopped) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    void add(MemoryLink link) {
        links.add(link);
    }

    void remove(MemoryLink link) {
        links.remove(link);
    }

    /** What {@code own} is called in handshakes; {@code fallback} gives the IP while it has none. */
    EntityAddress announced(EntityAddress own, EntityAddress fallback) {
        EntityAddress announced = new EntityAddress(type(), own.ip(), own.port(), own.nonce());
        return announced.isBlankIp() && fallback != null ? announced.withIp(fallback.ip()) : announced;
    }

    @Override
    public String type() {
        return network.scheme();
    }

    @Override
    public String scheme() {
        return network.scheme();
    }

    @Override
    public int ranking() {
        return network.ranking();
    }

    @Override
    public List<EntityAddress> addresses() {
        // asked for by core while it attaches, when there is nothing to tell yet
        if (ports.isEmpty()) {
            return List.of();
        }
        long nonce = attachment.address().nonce();
        return ports.stream().map(port -> network.at(port, nonce)).toList();
    }

    @Override
    public EntityAddress bind(EntityAddress address, Set<Integer> avoidPorts) {
        int port = network.bind(address.port(), avoidPorts, this);
        ports.add(port);
        return network.at(port, attachment.address().nonce());
    }

    @Override
    public void unbind() {
        for (int port : ports) {
            network.unbind(port, this);
        }
        ports.clear();
    }

    @Override
    public Link dial(EntityAddress address, LinkHandler handler) {
        MemoryLink link = new MemoryLink(this, address, handler);
        add(link);
        execute(link::dial);
        return link;
    }

    @Override
    public int protocolVersion(EntityType own, EntityType peer, boolean dialling) {
        return PROTOCOL_VERSION;
    }

    @Override
    public void close() {
        if (stopped) {
            return;
        }
        unbind();
        if (attachment != null) {
            attachment.detach();
        }
        for (MemoryLink link : links) {
            link.close(LinkFault.local("the transport stops"));
        }
        // behind the reports of what was closed above
        execute(() -> stopped = true);
        try {
            if (attachment != null && Thread.currentThread() != thread && !thread.join(STOP_LIMIT)) {
                throw new IllegalStateException(
                        thread.getName() + " did not stop within " + STOP_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
