package messenger.xio.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Mapping;
import messenger.xio.posix.Memfd;

/**
 * The memory that this side owns: the ring that it sends through, and its control words. The sending methods are called by
 * one thread at a time.
 */
final class OutRing implements AutoCloseable {
    /** Whoever maps the ring relies on these: it neither shrinks nor gets holes. */
    static final int SEALS = Memfd.SEAL_SHRINK | Memfd.SEAL_GROW | Memfd.SEAL_FUTURE_WRITE;

    private final RingLayout layout;
    private final Mapping mapping;
    private final MemorySegment memory;
    private final ByteBuffer[] slots;
    private int index;
    private int posted;
    private int consumedSeen;

    private OutRing(RingLayout layout, Mapping mapping) {
        this.layout = layout;
        this.mapping = mapping;
        memory = mapping.segment();
        slots = new ByteBuffer[layout.depth()];
        for (int i = 0; i < layout.depth(); i++) {
            RingLayout.INT.set(memory, layout.slot(i), i + 1 - layout.depth());
        }
    }

    /** A new ring, and the file by which the peer gets it. */
    record Created(OutRing ring, Descriptor file) {}

    static Created create(RingLayout layout) throws IOException {
        Descriptor file = Memfd.create("messenger-ring", layout.size());
        Mapping mapping = null;
        try {
            mapping = Mapping.writable(file, layout.size());
            OutRing ring = new OutRing(layout, mapping);
            Memfd.seal(file, SEALS | Memfd.SEAL_SEAL);
            return new Created(ring, file);
        } catch (IOException | RuntimeException e) {
            if (mapping != null) {
                mapping.close();
            }
            file.close();
            throw e;
        }
    }

    /** Whether the next slot is free, by what has been seen of the peer's progress so far. */
    boolean free() {
        return posted - consumedSeen < layout.depth();
    }

    /** Takes note of how many datagrams the peer says to have taken. */
    void consumed(int consumed) throws RingFault {
        if (Integer.compareUnsigned(posted - consumed, layout.depth()) > 0) {
            throw new RingFault("it claims to have taken " + Integer.toUnsignedString(consumed) + " datagrams, but "
                    + Integer.toUnsignedString(posted) + " were sent through a ring of " + layout.depth());
        }
        consumedSeen = consumed;
    }

    /** What was last taken note of. */
    int consumed() {
        return consumedSeen;
    }

    /** The next slot's bytes, from 0; for use only while it is free. */
    ByteBuffer slot() {
        ByteBuffer slot = slots[index];
        if (slot == null) {
            slot = memory.asSlice(layout.slot(index) + RingLayout.DATA, layout.payload())
                    .asByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
            slots[index] = slot;
        }
        return slot;
    }

    /** Makes the next slot's bytes from 0 to its position visible to the peer. */
    void publish() {
        ByteBuffer slot = slots[index];
        long at = layout.slot(index);
        RingLayout.INT.set(memory, at + RingLayout.LENGTH, slot.position());
        RingLayout.INT.setRelease(memory, at, ++posted);
        slot.clear();
        index = index + 1 == layout.depth() ? 0 : index + 1;
    }

    /** Sets a control word and makes sure that the peer sees it before this side looks at the peer's memory again. */
    void announce(long word, int value) {
        RingLayout.INT.setVolatile(memory, word, value);
        VarHandle.fullFence();
    }

    /** Sets a control word, after everything that was done before. */
    void release(long word, int value) {
        RingLayout.INT.setRelease(memory, word, value);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
