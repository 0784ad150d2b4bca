package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvContext;
import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvPd;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import messenger.spi.MemoryRegion;
import messenger.xio.verbs.DeviceLimits;
import messenger.xio.verbs.DevicePort;
import messenger.xio.verbs.Verbs;
import messenger.xio.verbs.VerbsDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A device that a fabric uses: its protection domain and the memory that is registered in it. Thread safe. */
final class RdmaDevice {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaDevice.class);

    private final Verbs verbs;
    private final IbvContext context;
    private final VerbsDevice device;
    private final IbvPd domain;
    private final long messageMax;
    private final Map<Long, IbvMr> regions = new HashMap<>();
    private volatile boolean gone;
    private boolean closed;

    /** Queues that use it; belongs to {@link RdmaDevices}. */
    int users;

    RdmaDevice(Verbs verbs, IbvContext context) throws IOException {
        this.verbs = verbs;
        this.context = context;
        device = verbs.device(context);
        try {
            messageMax = device.ports().stream()
                    .mapToLong(DevicePort::messageMax)
                    .filter(max -> max > 0)
                    .min()
                    .orElse(Integer.MAX_VALUE);
            domain = context.allocPd();
        } catch (IOException e) {
            device.close();
            throw e;
        }
        try {
            if (device.siw()) {
                verbs.beginQueues(context);
            }
        } catch (IOException e) {
            endDomain();
            device.close();
            throw e;
        }
    }

    long key() {
        return verbs.key(context);
    }

    String name() {
        return device.name();
    }

    IbvContext context() {
        return context;
    }

    IbvPd domain() {
        return domain;
    }

    DeviceLimits limits() {
        return device.limits();
    }

    /** Bytes of the longest message or one-sided transfer. */
    int messageMax() {
        return (int) Math.min(messageMax, 1 << 30);
    }

    /** Readable when {@link #look} should be called. */
    int descriptor() {
        return device.descriptor();
    }

    /** Whether it has failed or was taken away: everything on it is to be ended. */
    boolean gone() {
        return gone;
    }

    void fail() {
        gone = true;
    }

    void look() {
        if (!gone && (device.fatal() || device.removed())) {
            gone = true;
        }
    }

    /** Registers memory for the device, with no access for peers. */
    IbvMr register(long address, int length) throws IOException {
        return register(address, length, IbvMr.IBV_ACCESS_LOCAL_WRITE);
    }

    /** Registers memory that whoever has its key may write to. */
    IbvMr registerWritable(long address, int length) throws IOException {
        return register(address, length, IbvMr.IBV_ACCESS_LOCAL_WRITE | IbvMr.IBV_ACCESS_REMOTE_WRITE);
    }

    private IbvMr register(long address, int length, int access) throws IOException {
        try {
            var call = verbs.verbs().regMr(domain, address, length, access);
            IbvMr region = call.execute().getMr();
            call.free();
            return region;
        } catch (IOException e) {
            throw new IOException(
                    "RDMA device " + name() + " cannot register " + length + " bytes (it has "
                            + limits().regions() + " regions at most): " + e.getMessage() + "; "
                            + LockedMemory.advice(length),
                    e);
        }
    }

    void deregister(IbvMr region) {
        try {
            region.deregMr().execute().free();
        } catch (IOException e) {
            LOG.warn("RDMA device {} did not give up registered memory: {}", name(), e.getMessage());
        }
    }

    /** A region of core's memory, which peers may read; registered at its first use. */
    synchronized IbvMr region(MemoryRegion region) throws IOException {
        IbvMr registered = regions.get(region.id());
        if (registered == null) {
            if (closed) {
                throw new IOException("RDMA device " + name() + " is not in use any more");
            }
            registered = register(region.address(), Math.toIntExact(region.length()), regionAccess());
            regions.put(region.id(), registered);
        }
        return registered;
    }

    private int regionAccess() {
        return IbvMr.IBV_ACCESS_LOCAL_WRITE | IbvMr.IBV_ACCESS_REMOTE_READ;
    }

    synchronized void forget(MemoryRegion region) {
        IbvMr registered = regions.remove(region.id());
        if (registered != null) {
            deregister(registered);
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            regions.values().forEach(this::deregister);
            regions.clear();
            endDomain();
            if (device.siw()) {
                verbs.endQueues(context);
            }
            device.close();
        }
    }

    private void endDomain() {
        try {
            domain.deallocPd();
        } catch (Exception e) {
            LOG.warn("RDMA device {} did not give up its protection domain: {}", name(), e.getMessage());
        }
    }
}
