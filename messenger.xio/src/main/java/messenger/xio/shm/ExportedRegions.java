package messenger.xio.shm;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.QueuePair;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Packet;
import messenger.xio.posix.UnixSocket;

/** The regions of this process that one peer can read. Thread safe. */
final class ExportedRegions {
    private final UnixSocket socket;
    private final Set<Long> keys = new HashSet<>();

    ExportedRegions(UnixSocket socket) {
        this.socket = socket;
    }

    /**
     * Sees to it that the peer has the region.
     *
     * @return its key, or {@link QueuePair#NO_KEY} if it cannot be sent now
     */
    synchronized long export(MemoryRegion region) throws IOException {
        if (keys.contains(region.id())) {
            return region.id();
        }
        // not closed: it belongs to the region
        @SuppressWarnings("resource")
        Descriptor owned = new Descriptor(region.descriptor());
        try (Descriptor file = owned.reopenReadOnly();
                Packet packet = Handshake.export(region.id(), region.length())) {
            if (!socket.send(packet, file)) {
                return QueuePair.NO_KEY;
            }
        }
        keys.add(region.id());
        return region.id();
    }

    /** Tells the peer that the region goes. */
    synchronized void forget(MemoryRegion region) throws IOException {
        if (keys.remove(region.id())) {
            try (Packet packet = Handshake.forget(region.id())) {
                socket.send(packet);
            }
        }
    }
}
