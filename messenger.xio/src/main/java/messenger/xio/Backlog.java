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
    private final XioReader reader;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final int granted;
    private int unreturned;
    private int read;

    Backlog(XioReader reader, int granted) {
        this.reader = reader;
        this.granted = granted;
    }

    /** Takes a datagram without its head, whose bytes are valid during the call only. */
    void take(ByteBuffer datagram, String peer) throws LinkFaultException {
        if (++unreturned > granted) {
            throw LinkFaultException.protocol(
                    peer,
                    "sent more than the " + granted + " datagrams that it had credits for; it is faulty or hostile, the"
                            + " link has to be made anew");
        }
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
        unreturned -= count;
        read = 0;
        return count;
    }

    void clear() {
        waiting.clear();
    }
}
