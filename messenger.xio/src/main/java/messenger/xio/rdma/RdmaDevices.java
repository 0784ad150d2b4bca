package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import messenger.spi.MemoryRegion;
import messenger.xio.verbs.Verbs;
import messenger.xio.verbs.VerbsDevice;

/** The devices that a fabric has in use, and the watch for those that are taken away. Thread safe. */
final class RdmaDevices {
    /** How often to look, in nanoseconds. */
    static final long LOOK_NANOS = 1_000_000_000;

    private final Verbs verbs;
    private final Map<Long, RdmaDevice> devices = new HashMap<>();
    /** All devices that were there; librdmacm may have any of them open. */
    private final Set<VerbsDevice.Presence> known = new HashSet<>();

    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());

    RdmaDevices(Verbs verbs) {
        this.verbs = verbs;
    }

    /** The device of a connection; {@link #release} follows. */
    synchronized RdmaDevice acquire(IbvContext context) throws IOException {
        RdmaDevice device = devices.get(verbs.key(context));
        if (device == null) {
            device = new RdmaDevice(verbs, context);
            devices.put(verbs.key(context), device);
        }
        device.users++;
        return device;
    }

    /** After everything that the user made on it has ended. */
    synchronized void release(RdmaDevice device) {
        if (--device.users == 0) {
            devices.remove(device.key());
            device.close();
        }
    }

    /** Has librdmacm give up devices that were taken away; after their last id has ended. */
    synchronized void refresh() {
        verbs.refreshDevices();
    }

    synchronized void forget(MemoryRegion region) {
        devices.values().forEach(device -> device.forget(region));
    }

    /** Looks for devices that were taken away, if it is time to; {@link RdmaDevice#gone} is true then. */
    void look(long now) {
        long due = nextLook.get();
        if (now - due >= 0 && nextLook.compareAndSet(due, now + LOOK_NANOS)) {
            look();
        }
    }

    private synchronized void look() {
        devices.values().forEach(RdmaDevice::look);
        Set<VerbsDevice.Presence> present = VerbsDevice.Presence.all();
        if (!present.containsAll(known)) {
            refresh();
        }
        known.clear();
        known.addAll(present);
    }

    synchronized void close() {
        List.copyOf(devices.values()).forEach(RdmaDevice::close);
        devices.clear();
    }
}
