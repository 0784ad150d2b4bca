package messenger.xio.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Mapping;

/**
 * The peer's memory, of which nothing is believed: the peer may change any byte at any time. Numbers are read once, and
 * datagrams are copied before anybody looks at them. The receiving methods belong to the worker.
 */
final class InRing implements AutoCloseable {
    /** What {@link #next} answers while there is none. */
    static final int EMPTY = -1;

    private final RingLayout layout;
    private final Mapping mapping;
    private final MemorySegment memory;
    private int index;
    private int consumed;

    /** Maps the peer's ring; closes the file. */
    InRing(RingLayout layout, Descriptor file) throws IOException {
        this.layout = layout;
        try (file) {
            SharedFile.check("the ring of the peer", file, layout.size(), OutRing.SEALS);
            mapping = Mapping.readOnly(file, layout.size());
        }
        memory = mapping.segment();
    }

    /**
     * The length of the next datagram, or {@link #EMPTY}.
     *
     * @throws RingFault if the ring makes no sense
     */
    int next() throws RingFault {
        long at = layout.slot(index);
        int expected = consumed + 1;
        int sequence = (int) RingLayout.INT.getAcquire(memory, at);
        if (sequence != expected) {
            if (sequence == expected - layout.depth()) {
                return EMPTY;
            }
            throw new RingFault("slot " + index + " of its ring has the sequence number " + sequence + " instead of "
                    + expected + ": it is corrupted, or more was sent than there was room for");
        }
        int length = (int) RingLayout.INT.get(memory, at + RingLayout.LENGTH);
        if (length < 0 || length > layout.payload()) {
            throw new RingFault("slot " + index + " of its ring has the length " + length + "; " + layout.payload()
                    + " is allowed");
        }
        return length;
    }

    /** Copies the datagram of that length, which is there, and goes on to the next. */
    void take(byte[] into, int length) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, layout.slot(index) + RingLayout.DATA, into, 0, length);
        consumed++;
        index = index + 1 == layout.depth() ? 0 : index + 1;
    }

    /** How many were taken. */
    int consumed() {
        return consumed;
    }

    /** A control word of the peer, as it is now. Any thread. */
    int word(long word) {
        return (int) RingLayout.INT.getVolatile(memory, word);
    }

    int depth() {
        return layout.depth();
    }

    int payload() {
        return layout.payload();
    }

    @Override
    public void close() {
        mapping.close();
    }
}
