package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvMr;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Pieces of memory that the peer of one queue pair may write to for the time being, each by a key of its own. Thread safe. */
final class WritableMemory {
    private final RdmaDevice device;
    private final Map<Long, IbvMr> pieces = new HashMap<>();
    private boolean closed;

    WritableMemory(RdmaDevice device) {
        this.device = device;
    }

    /** Lets the peer write, and answers the key. */
    synchronized long admit(long address, int length) throws IOException {
        if (closed) {
            throw new IOException("the connection has closed");
        }
        IbvMr piece = device.registerWritable(address, length);
        long key = Integer.toUnsignedLong(piece.getRkey());
        pieces.put(key, piece);
        return key;
    }

    synchronized void refuse(long key) {
        IbvMr piece = pieces.remove(key);
        if (piece != null) {
            device.deregister(piece);
        }
    }

    synchronized void close() {
        closed = true;
        pieces.values().forEach(device::deregister);
        pieces.clear();
    }
}
