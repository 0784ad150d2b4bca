package messenger.xio.shm;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
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

    /** Regions that have gone, and of which the peer could not be told yet. */
    private final Queue<Long> gone = new ArrayDeque<>();

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
        if (keys.size() == PeerRegions.MAX) {
            return QueuePair.NO_KEY;
        }
        // never closed here: it belongs to the region
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

    /** A region goes; {@link #tell} tells the peer. */
    synchronized void forget(MemoryRegion region) {
        if (keys.remove(region.id())) {
            gone.add(region.id());
        }
    }

    /**
     * Tells the peer of regions that have gone.
     *
     * @return false if there was no room for it
     */
    synchronized boolean tell() throws IOException {
        while (!gone.isEmpty()) {
            try (Packet packet = Handshake.forget(gone.peek())) {
                if (!socket.send(packet)) {
                    return false;
                }
            }
            gone.remove();
        }
        return true;
    }
}
