package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.RdmaCmId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import messenger.spi.LinkFault;
import messenger.spi.LinkFault.Kind;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a connection, and its life. It belongs to the worker of its queue. */
final class RdmaQueuePair extends RdmaCalls {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaQueuePair.class);
    /** How long a connection that is closed here waits for what was sent, in nanoseconds. */
    private static final long LINGER_NANOS = 1_000_000_000;

    /** How long a connection that broke waits for the reason, in nanoseconds. */
    private static final long REASON_NANOS = 50_000_000;

    private enum State {
        NEW,
        JOINING,
        OPEN,
        CLOSED
    }

    /** A datagram, by its receive buffer. */
    private record Early(int slot, int length) {}

    private final QueueSettings settings;
    private final byte[] privateData;
    private final QueuePairHandler handler;
    /** What has arrived before the news that the connection is there. */
    private final Queue<Early> early = new ArrayDeque<>();

    private volatile InetSocketAddress local;
    private RdmaCmId id;
    private State state = State.NEW;
    private boolean closing;
    private long closeBy;

    private RdmaQueuePair(
            RdmaQueue queue,
            RdmaCmId id,
            InetSocketAddress remote,
            QueueSettings settings,
            ByteBuffer privateData,
            QueuePairHandler handler) {
        super(queue, remote);
        this.id = id;
        this.settings = settings;
        this.privateData = PrivateData.copy(privateData);
        this.handler = new GuardedHandler(handler, this::failed);
    }

    static RdmaQueuePair dialling(
            RdmaQueue queue,
            InetSocketAddress address,
            QueueSettings settings,
            ByteBuffer privateData,
            QueuePairHandler handler) {
        return new RdmaQueuePair(queue, null, address, settings, privateData, handler);
    }

    static RdmaQueuePair accepting(
            RdmaQueue queue, RdmaIncoming incoming, QueueSettings settings, ByteBuffer data, QueuePairHandler handler) {
        RdmaQueuePair pair = new RdmaQueuePair(queue, incoming.id(), incoming.remote(), settings, data, handler);
        pair.local = incoming.local();
        return pair;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    void dial() {
        if (queue.begin(this)) {
            attempt(() -> {
                id = queue.cm().createId(queue.channel(), ConnectionSteps.PORT_SPACE_TCP);
                queue.fabric().own(id, this);
                state = State.JOINING;
                ConnectionSteps.resolveAddress(id, remote);
            });
        }
    }

    void accept() {
        if (queue.begin(this)) {
            attempt(() -> {
                state = State.JOINING;
                if (id.getCmChannel() != queue.channel()) {
                    queue.fabric().verbs().migrate(id, queue.channel());
                }
                resources = new Resources(queue, this, id, settings);
                ConnectionSteps.accept(id, privateData);
            });
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private void attempt(Step step) {
        try {
            if (fault.get() == null) {
                step.take();
            }
        } catch (IOException e) {
            // a peer that has given up is told to nobody on the accepting side
            LOG.debug("Connecting with {} failed", this, e);
            close(Faults.call("Connecting with " + this, toString(), e));
        }
    }

    @Override
    public void event(ConnectionEvent event) {
        LOG.debug("Event {} of {}, status {}", event.type(), this, event.status());
        if (state == State.CLOSED) {
            return;
        }
        switch (event.type()) {
            case RDMA_CM_EVENT_ADDR_RESOLVED -> attempt(() -> ConnectionSteps.resolveRoute(id));
            case RDMA_CM_EVENT_ROUTE_RESOLVED ->
                attempt(() -> {
                    resources = new Resources(queue, this, id, settings);
                    ConnectionSteps.connect(id, privateData);
                });
            case RDMA_CM_EVENT_ESTABLISHED -> established(event.privateData());
            case RDMA_CM_EVENT_ADDR_ERROR, RDMA_CM_EVENT_ROUTE_ERROR ->
                close(Faults.unresolved(toString(), event.status()));
            case RDMA_CM_EVENT_REJECTED -> refused(event);
            case RDMA_CM_EVENT_UNREACHABLE -> close(Faults.unreachable(toString(), event.status()));
            case RDMA_CM_EVENT_DISCONNECTED -> disconnected();
            case RDMA_CM_EVENT_DEVICE_REMOVAL -> {
                if (resources != null) {
                    resources.device().fail();
                }
                close(Faults.removed(resources == null ? "" : resources.device().name(), toString()));
            }
            case RDMA_CM_EVENT_CONNECT_ERROR, RDMA_CM_EVENT_CONNECT_RESPONSE ->
                close(Faults.failed("Connecting with " + this, event.status()));
            default -> {
                // nothing follows from it
            }
        }
    }

    private void disconnected() {
        if (resources == null) {
            close(Faults.disconnected(toString(), false));
            return;
        }
        // some drivers disconnect when they are about to go
        resources.device().look();
        close(
                resources.device().gone()
                        ? Faults.removed(resources.device().name(), toString())
                        : Faults.disconnected(toString(), resources.transfers().reading()));
    }

    private void established(ByteBuffer data) {
        if (state == State.JOINING && !closing) {
            state = State.OPEN;
            try {
                local = (InetSocketAddress) id.getSource();
            } catch (IOException e) {
                LOG.debug("The local address of the connection with {} is not known", this, e);
            }
            handler.connected(data);
            for (Early next = early.poll(); next != null; next = early.poll()) {
                received(next.slot(), next.length());
            }
        }
    }

    private void refused(ConnectionEvent event) {
        boolean declined = Faults.declined(event);
        if (declined && fault.get() == null) {
            handler.refused(event.privateData());
        }
        close(declined ? Faults.declined(toString()) : Faults.refused(toString(), event.status()));
    }

    /** A work request has ended. */
    void completed(IbvWC completion) {
        long work = completion.getWr_id();
        int kind = WorkIds.kind(work);
        int status = completion.getStatus();
        if (status != 0) {
            if (status == Faults.FLUSHED) {
                broken();
            } else {
                close(Faults.completion(toString(), kind, status, completion.getVendor_err()));
            }
            return;
        }
        switch (kind) {
            case WorkIds.SEND -> sent(WorkIds.number(work));
            case WorkIds.READ -> handler.transferred(resources.transfers().readEnded(WorkIds.number(work)));
            case WorkIds.WRITE -> handler.transferred(resources.transfers().writeEnded(WorkIds.number(work)));
            default -> received(WorkIds.number(work), completion.getByte_len());
        }
    }

    /** A handler that fails ends its own connection only. */
    private void failed(RuntimeException e) {
        LOG.error("The connection with {} ends because of a defect", this, e);
        close(LinkFault.local("A defect of this side: " + e + "; please report it"));
    }

    /** The device has given back what was under way. An event may tell why, soon. */
    private void broken() {
        if (state == State.OPEN && !closing) {
            queue.broken(this);
        }
    }

    private void received(int slot, int length) {
        if (state == State.JOINING) {
            // if this side ended the connection before its device knows of it, the peer would not be told
            early.add(new Early(slot, length));
        } else if (state == State.OPEN && resources != null) {
            handler.received(resources.receives().datagram(slot, length));
            repost(slot);
        }
    }

    private void repost(int slot) {
        try {
            resources.receives().handled(slot);
        } catch (IOException e) {
            close(new LinkFault(Kind.IO, "Receiving from " + this + " failed: " + e.getMessage()));
        }
    }

    private void sent(int number) {
        resources.sends().completed(number);
        if (noMoreStarving(resources)) {
            handler.sendable();
        }
    }

    boolean on(RdmaDevice device) {
        Resources present = resources;
        return present != null && present.device() == device;
    }

    @Override
    void beginClose() {
        queue.closing(this);
    }

    /** Begins to close, on the worker. */
    void beginClose(long now) {
        closing = true;
        closeBy = now + (fault.get() == null ? REASON_NANOS : LINGER_NANOS);
        if (lingers()) {
            starve(resources);
            try {
                resources.sends().flush();
            } catch (IOException e) {
                LOG.debug("What was sent to {} last may be lost", this, e);
            }
        }
    }

    private boolean lingers() {
        LinkFault reason = fault.get();
        return state == State.OPEN
                && reason != null
                && reason.kind() == Kind.LOCAL
                && resources.sends().underWay();
    }

    /**
     * Goes on with closing, on the worker.
     *
     * @param atOnce waits for nothing
     * @return whether it has closed
     */
    boolean finish(long now, boolean atOnce) throws IOException {
        if (!atOnce && now - closeBy < 0 && (fault.get() == null || lingers())) {
            return false;
        }
        Resources present = resources;
        if (present != null) {
            queue.drain(present);
        }
        fault.compareAndSet(null, Faults.broken(toString()));
        boolean refusing = state == State.JOINING && id != null;
        boolean open = state == State.OPEN;
        state = State.CLOSED;
        if (id != null) {
            queue.fabric().disown(id);
            if (open || refusing && present != null) {
                id.disconnect();
            }
        }
        if (present != null) {
            noMoreStarving(present);
            present.end();
            resources = null;
        }
        if (id != null) {
            queue.retire(id);
        }
        handler.closed(fault.get());
        return true;
    }
}
