package messenger.xio;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import messenger.spi.MemoryLease;
import messenger.spi.support.LinkFaultException;
import messenger.xio.fabric.QueuePair;

/**
 * Data sections that the peer is to fetch from this side's registered memory, in order. Guarded by its {@link XioWriter}.
 */
final class Offers {
    private final QueuePair pair;
    private final RegisteredData registered;
    private final XioSettings settings;
    private final ArrayDeque<OfferedData> open = new ArrayDeque<>();
    private long bytes;
    private int next;

    Offers(QueuePair pair, RegisteredData registered, XioSettings settings) {
        this.pair = pair;
        this.registered = registered;
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
    OfferedData offer(ByteBuffer data) {
        if (data.remaining() < settings.transferMin()) {
            return null;
        }
        RegisteredData.Section section = registered.of(data);
        if (section == null) {
            return null;
        }
        MemoryLease lease = section.lease();
        long key = pair.export(lease.region());
        if (key == QueuePair.NO_KEY) {
            lease.release();
            return null;
        }
        OfferedData offer = new OfferedData(
                lease, key, pair.remoteAddress(lease.region(), section.address()), data.remaining(), next++);
        open.add(offer);
        bytes += offer.length();
        return offer;
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
