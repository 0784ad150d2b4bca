package messenger.conformance.wire;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.spi.Attachment;
import messenger.spi.Endpoint;
import messenger.spi.FaultInjector;
import messenger.spi.Link;
import messenger.spi.LinkFault;
import messenger.spi.LinkHandler;
import messenger.spi.MessageMemory;
import messenger.spi.Transport;

/** Stands for core: hands accepted links to handlers, and knows the endpoint's address. */
public class FakeEndpoint implements Endpoint, Attachment {
    public static final long NONCE = 0xfeed_0001L;

    /** An accepted link and where it reports. */
    public record Accepted(Link link, RecordingHandler handler) {}

    public final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
    public final AtomicInteger addressChanges = new AtomicInteger();
    public final Set<Link> links = ConcurrentHashMap.newKeySet();
    public volatile Function<Link, RecordingHandler> handlers = link -> new RecordingHandler();
    public volatile MessageMemory memory = new RecordingMemory(() -> Integer.MAX_VALUE, false);
    public volatile FaultInjector faults = FaultInjector.NONE;
    public volatile EntityAddress address = blankAddress();
    public volatile boolean detached;
    private volatile Transport transport;

    /** What an endpoint calls itself that knows nothing of itself but its nonce. */
    public static EntityAddress blankAddress() {
        return EntityAddress.tcp(blank(), 0, NONCE);
    }

    public static InetAddress blank() {
        return EntityAddress.parse("tcp://0.0.0.0:0").ip();
    }

    @Override
    public EntityName name() {
        return EntityName.parse("osd.0");
    }

    @Override
    public Attachment attach(Transport newTransport) {
        if (transport != null) {
            throw new IllegalStateException("a transport of type simple is attached already");
        }
        transport = newTransport;
        detached = false;
        return this;
    }

    @Override
    public Messenger messenger() {
        return null;
    }

    @Override
    public EntityAddress address() {
        return address;
    }

    @Override
    public LinkHandler accept(Link link) {
        links.add(link);
        RecordingHandler handler = handlers.apply(link);
        handler.own = address;
        accepted.add(new Accepted(link, handler));
        return handler;
    }

    @Override
    public MessageMemory memory() {
        return memory;
    }

    @Override
    public FaultInjector faults() {
        return faults;
    }

    @Override
    public void addressesChanged() {
        addressChanges.incrementAndGet();
        List<EntityAddress> now = transport.addresses();
        address = now.isEmpty()
                ? address.withPort(0)
                : address.withPort(now.getFirst().port());
    }

    @Override
    public void detach() {
        detached = true;
        transport = null;
        links.forEach(link -> link.close(LinkFault.local("detached")));
        links.clear();
    }
}
