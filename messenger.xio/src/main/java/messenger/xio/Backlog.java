package messenger.xio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import messenger.spi.support.LinkFaultException;

/**
 * Datagrams that wait while a reader takes no input: copies, as many as there are credits at most. Counts the datagrams
 * that have been read to their end. Confined to the worker thread.
 */
final class Backlog {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final XioReader reader;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private int read;

    Backlog(XioReader reader) {
        this.reader = reader;
    }

    /** Takes a datagram without its head, whose bytes are valid during the call only. */
    void take(ByteBuffer datagram) throws LinkFaultException {
        if (waiting.isEmpty()) {
            reader.process(datagram);
            if (!datagram.hasRemaining()) {
                read++;
                return;
            }
        }
        waiting.add(ByteBuffer.allocate(datagram.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(datagram)
                .flip());
    }

    /** Offers the reader again what waits. */
    void proceed() throws LinkFaultException {
        // what core has refused may have been the end of a datagram
        reader.process(NOTHING);
        for (ByteBuffer first = waiting.peek(); first != null; first = waiting.peek()) {
            reader.process(first);
            if (first.hasRemaining()) {
                return;
            }
            waiting.remove();
            read++;
        }
    }

    /** How many datagrams have been read since this was last asked: their credits go back to the peer. */
    int takeRead() {
        int count = read;
        read = 0;
        return count;
    }

    void clear() {
        waiting.clear();
    }
}
