package messenger.xio;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import messenger.spi.MemoryLease;
import messenger.xio.fabric.QueuePair;

/**
 * The replier's side: where the data of replies may be written in the peer's memory. A place can be used once its {@link
 * XioReplyHook} was asked to reply. Guarded by its {@link XioWriter}.
 */
final class ReplyPlaces {
    /** Marks the numbers of transfers that write. */
    private static final long WRITE = Long.MIN_VALUE;

    private final QueuePair pair;
    private final RegisteredData registered;
    /** Where replies go that are about to be sent, by the transaction id of the request. */
    private final Map<Long, DataPlace> ready = new HashMap<>();
    /** What is being written, by the number of the transfer. */
    private final Map<Long, MemoryLease> writing = new HashMap<>();

    private long next = WRITE;

    ReplyPlaces(QueuePair pair, RegisteredData registered) {
        this.pair = pair;
        this.registered = registered;
    }

    /** Whether a transfer with this number writes. */
    static boolean isWrite(long id) {
        return id < 0;
    }

    /** The reply to a request is about to be sent. */
    void ready(long tid, DataPlace place) {
        ready.put(tid, place);
    }

    /** Where the data of a message with that transaction id may be written, or null. */
    DataPlace take(long tid) {
        return ready.isEmpty() ? null : ready.remove(tid);
    }

    /**
     * Writes data to a place, if it fits.
     *
     * @return whether it does
     */
    boolean write(DataPlace place, ByteBuffer data) {
        if (!data.hasRemaining() || data.remaining() > place.detail()) {
            return false;
        }
        RegisteredData.Section section = registered.of(data);
        if (section == null) {
            return false;
        }
        boolean taken = pair.write(
                section.lease().region(), section.address(), data.remaining(), place.address(), place.key(), next);
        if (taken) {
            writing.put(next++, section.lease());
        } else {
            section.lease().release();
        }
        return taken;
    }

    /** A transfer that writes has ended. */
    void written(long id) {
        MemoryLease lease = writing.remove(id);
        if (lease != null) {
            lease.release();
        }
    }

    /** The queue pair has closed: nothing is under way any more. */
    void close() {
        writing.values().forEach(MemoryLease::release);
        writing.clear();
        ready.clear();
    }
}
