package messenger.xio.rdma;

import com.ibm.disni.verbs.RdmaCmId;
import com.ibm.disni.verbs.RdmaEventChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.Device;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.verbs.ProviderKind;
import messenger.xio.verbs.Verbs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RDMA devices of this machine. */
public final class RdmaFabric implements Fabric {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaFabric.class);

    private final Verbs verbs;
    private final RdmaDevices devices;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final Map<RdmaCmId, ConnectionOwner> owners = new ConcurrentHashMap<>();

    /** @throws IOException if RDMA is not available, naming what is missing and the remedy */
    public RdmaFabric(ProviderKind provider) throws IOException {
        verbs = Verbs.open(provider);
        devices = new RdmaDevices(verbs);
    }

    @Override
    public String name() {
        return "rdma";
    }

    @Override
    public CompletionQueue open(String name) throws IOException {
        return new RdmaQueue(this, name);
    }

    @Override
    public FabricListener listen(CompletionQueue queue, InetSocketAddress address, Consumer<IncomingConnection> taker)
            throws IOException {
        return ((RdmaQueue) queue).listen(address, taker);
    }

    @Override
    public QueuePair connect(
            CompletionQueue queue,
            InetSocketAddress address,
            QueueSettings settings,
            ByteBuffer privateData,
            QueuePairHandler handler) {
        RdmaQueue target = (RdmaQueue) queue;
        RdmaQueuePair pair = RdmaQueuePair.dialling(target, address, settings, privateData, handler);
        target.execute(pair::dial);
        return pair;
    }

    @Override
    public void forget(MemoryRegion region) {
        devices.forget(region);
    }

    @Override
    public List<Device> devices() {
        return DeviceReport.of(verbs);
    }

    @Override
    public void close() {
        devices.close();
        verbs.close();
    }

    RdmaEventChannel createChannel() throws IOException {
        try {
            return verbs.cm().createEventChannel();
        } catch (IOException e) {
            throw new IOException(
                    "RDMA connections are not possible: " + e.getMessage() + "; " + RdmaAvailability.advice(), e);
        }
    }

    /** Says so once, as the alternative, copies, works. */
    void cannotExport(IOException e) {
        if (!warned.getAndSet(true)) {
            LOG.warn("Large messages are copied instead of read by peers: {}", e.getMessage());
        }
    }

    Verbs verbs() {
        return verbs;
    }

    RdmaDevices registry() {
        return devices;
    }

    void own(RdmaCmId id, ConnectionOwner owner) {
        owners.put(id, owner);
    }

    void disown(RdmaCmId id) {
        owners.remove(id);
    }

    /** All that are of a queue. */
    List<ConnectionOwner> owners(RdmaQueue queue) {
        return owners.values().stream().filter(owner -> owner.queue() == queue).toList();
    }

    /** To whom events of an id go, or null. */
    ConnectionOwner owner(RdmaCmId id) {
        return id == null ? null : owners.get(id);
    }
}
