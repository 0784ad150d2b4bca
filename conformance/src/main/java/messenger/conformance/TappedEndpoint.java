package messenger.conformance;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

/** An endpoint as a transport sees it, with a tap on all links between the two. */
final class TappedEndpoint implements Endpoint {
    private final Endpoint endpoint;
    private final SpiContract contract;
    private final Set<TappedLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger dials = new AtomicInteger();
    private final AtomicReference<Cut> cut = new AtomicReference<>();
    private volatile Attachment attachment;

    /** Points of a link's life at which it can be made to fail. */
    enum Step {
        IDENTIFIED,
        CONNECT,
        REPLY,
        SEQ,
        ADMIT,
        MESSAGE,
        ACK
    }

    /**
     * A failure that waits for its moment.
     *
     * @param told whether core hears of the step before the link fails
     */
    record Cut(Step step, boolean told) {}

    TappedEndpoint(Endpoint endpoint, SpiContract contract) {
        this.endpoint = endpoint;
        this.contract = contract;
    }

    SpiContract contract() {
        return contract;
    }

    /** The transport's own messenger. */
    Messenger messenger() {
        return attachment.messenger();
    }

    /** Cuts all links there are now, as a network would. */
    void cutLinks() {
        for (TappedLink link : links) {
            link.cut();
        }
    }

    /** Cuts the next link that comes to a step. */
    void cutAt(Step step, boolean told) {
        cut.set(new Cut(step, told));
    }

    boolean cutIsPending() {
        return cut.get() != null;
    }

    /** The cut that is to be made at a step, for the one caller that gets it; null if there is none. */
    Cut cutFor(Step step) {
        Cut pending = cut.get();
        return pending != null && pending.step() == step && cut.compareAndSet(pending, null) ? pending : null;
    }

    /** How often core has dialled. */
    int dials() {
        return dials.get();
    }

    void dialled() {
        dials.incrementAndGet();
    }

    void opened(TappedLink link) {
        links.add(link);
    }

    void closed(TappedLink link) {
        links.remove(link);
    }

    @Override
    public EntityName name() {
        return endpoint.name();
    }

    @Override
    public Attachment attach(Transport transport) {
        attachment = new TappedAttachment(endpoint.attach(new TappedTransport(this, transport)));
        return attachment;
    }

    static LinkFault cutFault() {
        return new LinkFault(LinkFault.Kind.INJECTED, "cut by the test");
    }

    private final class TappedAttachment implements Attachment {
        private final Attachment core;

        private TappedAttachment(Attachment core) {
            this.core = core;
        }

        @Override
        public Messenger messenger() {
            return core.messenger();
        }

        @Override
        public EntityName name() {
            return core.name();
        }

        @Override
        public EntityAddress address() {
            return core.address();
        }

        @Override
        public LinkHandler accept(Link link) {
            TappedLink tapped = new TappedLink(TappedEndpoint.this);
            tapped.link(link);
            opened(tapped);
            TappedHandler handler = new TappedHandler(TappedEndpoint.this, tapped, core.accept(tapped));
            handler.begin();
            return handler;
        }

        @Override
        public MessageMemory memory() {
            return core.memory();
        }

        @Override
        public FaultInjector faults() {
            return core.faults();
        }

        @Override
        public void addressesChanged() {
            core.addressesChanged();
        }

        @Override
        public void detach() {
            core.detach();
        }
    }
}
