package messenger.xio;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;
import messenger.spi.support.LinkFaultException;
import messenger.xio.fabric.QueuePair;

/**
 * Data sections that the peer is to fetch from this side's registered memory, in order. What does not lie there is copied
 * into it. Guarded by its {@link XioWriter}.
 */
final class Offers {
    private final MessageMemory memory;
    private final XioSettings settings;
    private final ArrayDeque<OfferedData> open = new ArrayDeque<>();
    private long bytes;
    private int next;

    Offers(MessageMemory memory, XioSettings settings) {
        this.memory = memory;
        this.settings = settings;
    }

    /** Whether no more may be offered before the peer has fetched some. */
    boolean isFull() {
        return open.size() >= settings.transferDepth() || (open.size() > 1 && bytes >= settings.pendingOut());
    }

    /** Bytes that the peer has not fetched yet. */
    long bytes() {
        return bytes;
    }

    /** Offers a data section, or answers null if it has to be sent. */
    OfferedData offer(ByteBuffer data, QueuePair pair) {
        if (data.remaining() < settings.transferMin()) {
            return null;
        }
        MemoryLease lease = memory.leaseOf(data);
        long address;
        if (lease == null) {
            lease = copied(data);
            if (lease == null) {
                return null;
            }
            address = lease.address();
        } else {
            lease.retain();
            address = MemorySegment.ofBuffer(data).address();
        }
        long key = pair.export(lease.region());
        if (key == QueuePair.NO_KEY) {
            lease.release();
            return null;
        }
        OfferedData offer =
                new OfferedData(lease, key, pair.remoteAddress(lease.region(), address), data.remaining(), next++);
        open.add(offer);
        bytes += offer.length();
        return offer;
    }

    private MemoryLease copied(ByteBuffer data) {
        MemoryLease lease = memory.lease(data.remaining());
        if (lease != null) {
            lease.bytes().put(0, data, data.position(), data.remaining());
        }
        return lease;
    }

    /** The peer has fetched a section. */
    void fetched(int number, String peer) throws LinkFaultException {
        OfferedData first = open.peek();
        if (first == null || first.number() != number) {
            throw LinkFaultException.protocol(
                    peer,
                    "says that it has fetched data section " + Integer.toUnsignedString(number) + ", but "
                            + (first == null
                                    ? "none is offered"
                                    : Integer.toUnsignedString(first.number()) + " is the next")
                            + "; the stream is broken, the link has to be made anew");
        }
        open.remove();
        bytes -= first.length();
        first.lease().release();
    }

    /** The peer cannot reach the memory any more. */
    void close() {
        for (OfferedData offer = open.poll(); offer != null; offer = open.poll()) {
            offer.lease().release();
        }
        bytes = 0;
    }
}
