package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaConnParam;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import messenger.spi.LinkFault;
import messenger.spi.LinkFault.Kind;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a connection. Its state belongs to the worker of its queue; sending has the lock of {@link SendBuffers}. */
final class RdmaQueuePair implements QueuePair, ConnectionOwner {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaQueuePair.class);
    private static final short PORT_SPACE_TCP = 0x0106;
    private static final int RESOLVE_MILLIS = 5000;
    /** How often a device tries again before it gives the peer up. */
    private static final byte RETRIES = 7;
    /** How often a device tries again when the peer has no receive buffer, which credits should prevent. */
    private static final byte RNR_RETRIES = 1;
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

    private final RdmaQueue queue;
    private final QueueSettings settings;
    private final byte[] privateData;
    private final QueuePairHandler handler;
    private final AtomicReference<LinkFault> fault = new AtomicReference<>();
    private final AtomicBoolean starving = new AtomicBoolean();
    private final AtomicInteger writesUnderWay = new AtomicInteger();
    private final InetSocketAddress remote;
    private volatile InetSocketAddress local;
    private volatile Resources resources;
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
        this.queue = queue;
        this.id = id;
        this.remote = remote;
        this.settings = settings;
        this.privateData = PrivateData.copy(privateData);
        this.handler = handler;
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
    public RdmaQueue queue() {
        return queue;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    void dial() {
        if (queue.begin(this)) {
            attempt(() -> {
                id = queue.cm().createId(queue.channel(), PORT_SPACE_TCP);
                queue.fabric().own(id, this);
                state = State.JOINING;
                id.resolveAddr(null, remote, RESOLVE_MILLIS);
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
                join(id::accept);
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
            close(Faults.call("Connecting with " + this, toString(), e));
        }
    }

    private interface Join {
        void with(RdmaConnParam parameters) throws IOException;
    }

    private void join(Join join) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(Math.max(1, privateData.length));
            MemorySegment.copy(MemorySegment.ofArray(privateData), 0, data, 0, privateData.length);
            RdmaConnParam parameters = new RdmaConnParam();
            parameters.setPrivate_data(data.address());
            parameters.setPrivate_data_len((byte) privateData.length);
            parameters.setRetry_count(RETRIES);
            parameters.setRnr_retry_count(RNR_RETRIES);
            join.with(parameters);
        }
    }

    @Override
    public void event(ConnectionEvent event) {
        LOG.debug("Event {} of {}, status {}", event.type(), this, event.status());
        if (state == State.CLOSED) {
            return;
        }
        switch (event.type()) {
            case RDMA_CM_EVENT_ADDR_RESOLVED -> attempt(() -> id.resolveRoute(RESOLVE_MILLIS));
            case RDMA_CM_EVENT_ROUTE_RESOLVED ->
                attempt(() -> {
                    resources = new Resources(queue, this, id, settings);
                    join(id::connect);
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
        boolean removed = false;
        if (resources != null) {
            // some drivers disconnect when they are about to go
            resources.device().look();
            removed = resources.device().gone();
        }
        close(removed ? Faults.removed(resources.device().name(), toString()) : Faults.disconnected(toString()));
    }

    private void established(ByteBuffer data) {
        if (state == State.JOINING && !closing) {
            state = State.OPEN;
            try {
                local = (InetSocketAddress) id.getSource();
            } catch (IOException e) {
                LOG.debug("The local address of the connection with {} is not known", this, e);
            }
            try {
                handler.connected(data);
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void refused(ConnectionEvent event) {
        boolean declined = Faults.declined(event);
        if (declined && fault.get() == null) {
            try {
                handler.refused(event.privateData());
            } catch (RuntimeException e) {
                failed(e);
            }
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
            case WorkIds.READ -> read(WorkIds.number(work));
            case WorkIds.WRITE -> written(WorkIds.number(work));
            default -> received(WorkIds.number(work), completion.getByte_len());
        }
    }

    /** A handler that fails ends its own connection only. */
    private void failed(RuntimeException e) {
        LOG.error("The connection with {} ends because of a defect", this, e);
        close(LinkFault.local("A defect of this side: " + e));
    }

    /** The device has given back what was under way. An event may tell why, soon. */
    private void broken() {
        if (state == State.OPEN && !closing) {
            queue.broken(this);
        }
    }

    private void received(int slot, int length) {
        if (state == State.JOINING) {
            // the peer may send before this side has been told that it knows
            established(PrivateData.NONE.duplicate());
        }
        if (state == State.OPEN && resources != null) {
            try {
                handler.received(resources.receives().datagram(slot, length));
            } catch (RuntimeException e) {
                failed(e);
            }
            attempt(() -> resources.receives().handled(slot));
        }
    }

    private void sent(int number) {
        resources.sends().completed(number);
        if (starving.compareAndSet(true, false)) {
            resources.completions().expectNoMore();
            try {
                handler.sendable();
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void read(int number) {
        long ended = resources.reads().ended(number);
        if (!resources.reads().underWay()) {
            resources.completions().expectNoMore();
        }
        try {
            handler.transferred(ended);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void written(int number) {
        writesUnderWay.decrementAndGet();
        resources.completions().expectNoMore();
        handler.transferred(resources.writes().ended(number));
    }

    @Override
    public ByteBuffer claim() {
        Resources present = resources;
        if (present == null || fault.get() != null) {
            return null;
        }
        try {
            ByteBuffer free = present.sends().claim();
            if (free == null && starving.compareAndSet(false, true)) {
                present.completions().expect();
                // one may have become free before anybody knew that it is wanted
                free = present.sends().claim();
                if (free == null) {
                    queue.wakeup();
                } else if (starving.compareAndSet(true, false)) {
                    present.completions().expectNoMore();
                }
            }
            return free;
        } catch (IOException e) {
            close(sendFault(e));
            return null;
        }
    }

    @Override
    public void post(ByteBuffer claimed) {
        Resources present = resources;
        if (present != null && fault.get() == null) {
            present.sends().post(claimed);
        }
    }

    @Override
    public void flush() {
        Resources present = resources;
        if (present != null && fault.get() == null) {
            try {
                present.sends().flush();
            } catch (IOException e) {
                close(sendFault(e));
            }
        }
    }

    private LinkFault sendFault(IOException e) {
        return new LinkFault(Kind.IO, "Sending to " + this + " failed: " + e.getMessage());
    }

    @Override
    public long export(MemoryRegion region) {
        Resources present = resources;
        if (present == null) {
            return NO_KEY;
        }
        try {
            return Integer.toUnsignedLong(present.device().region(region).getRkey());
        } catch (IOException e) {
            queue.fabric().cannotExport(e);
            return NO_KEY;
        }
    }

    @Override
    public boolean read(
            MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long transfer) {
        Resources present = resources;
        if (present == null || fault.get() != null) {
            return true;
        }
        if (address < region.address() || length <= 0 || length > region.address() + region.length() - address) {
            throw new IllegalArgumentException(length + " bytes at " + address + " are not in " + region);
        }
        if (remoteKey >>> Integer.SIZE != 0) {
            close(new LinkFault(
                    Kind.PROTOCOL, this + " gave key " + remoteKey + ", which is not one of RDMA (32 bits)"));
            return true;
        }
        try {
            IbvMr registered = present.device().region(region);
            boolean idle = !present.reads().underWay();
            boolean begun = present.reads()
                    .begin(registered.getLkey(), address, length, remoteAddress, (int) remoteKey, transfer);
            if (begun && idle) {
                present.completions().expect();
            }
            return begun;
        } catch (IOException e) {
            close(new LinkFault(Kind.IO, "Reading from " + this + " failed: " + e.getMessage()));
            return true;
        }
    }

    @Override
    public long admitWrites(MemoryRegion region, long address, int length) {
        Resources present = resources;
        if (present == null) {
            return NO_KEY;
        }
        try {
            return present.writable().admit(address, length);
        } catch (IOException e) {
            queue.fabric().cannotExport(e);
            return NO_KEY;
        }
    }

    @Override
    public void refuseWrites(long key) {
        Resources present = resources;
        if (present != null) {
            present.writable().refuse(key);
        }
    }

    @Override
    public boolean write(
            MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long transfer) {
        Resources present = resources;
        if (present == null || fault.get() != null || remoteKey >>> Integer.SIZE != 0) {
            return false;
        }
        try {
            int key = present.device().region(region).getLkey();
            return present.sends().inOrder(() -> {
                present.completions().expect();
                boolean begun = present.writes().begin(key, address, length, remoteAddress, (int) remoteKey, transfer);
                if (begun) {
                    writesUnderWay.incrementAndGet();
                    queue.wakeup();
                } else {
                    present.completions().expectNoMore();
                }
                return begun;
            });
        } catch (IOException e) {
            close(sendFault(e));
            return false;
        }
    }

    @Override
    public void close(LinkFault reason) {
        if (fault.compareAndSet(null, reason)) {
            queue.execute(() -> queue.closing(this));
        }
    }

    boolean on(RdmaDevice device) {
        Resources present = resources;
        return present != null && present.device() == device;
    }

    /** Begins to close, on the worker. */
    void beginClose(long now) {
        closing = true;
        closeBy = now + (fault.get() == null ? REASON_NANOS : LINGER_NANOS);
        if (lingers() && starving.compareAndSet(false, true)) {
            resources.completions().expect();
        }
    }

    private boolean lingers() {
        LinkFault reason = fault.get();
        return state == State.OPEN
                && reason != null
                && reason.kind() == Kind.LOCAL
                && resources.sends().underWay();
    }

    /** Goes on with closing, on the worker. True when it has closed. */
    boolean finish(long now) throws IOException {
        if (now - closeBy < 0 && (fault.get() == null || lingers())) {
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
            endWaiting(present);
            present.end();
            resources = null;
        }
        if (id != null) {
            queue.retire(id);
        }
        try {
            handler.closed(fault.get());
        } catch (RuntimeException e) {
            LOG.error("The end of the connection with {} was not taken", this, e);
        }
        return true;
    }

    private void endWaiting(Resources present) {
        for (int left = writesUnderWay.getAndSet(0); left > 0; left--) {
            present.completions().expectNoMore();
        }
        if (starving.compareAndSet(true, false)) {
            present.completions().expectNoMore();
        }
        if (present.reads().underWay()) {
            present.completions().expectNoMore();
        }
    }

    /** The peer. */
    @Override
    public String toString() {
        return remote.getAddress() == null
                ? remote.toString()
                : remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }
}
