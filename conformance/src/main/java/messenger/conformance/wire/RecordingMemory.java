package messenger.conformance.wire;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import messenger.spi.MessageMemory;

/** Heap or direct memory that refuses to be asked for more than has arrived and may be ahead. */
public final class RecordingMemory implements MessageMemory {
    private final LongSupplier arrived;
    private final boolean direct;
    public volatile long allocated;
    public volatile int largest;

    /** With {@code arrived}, all bytes that have arrived so far. */
    public RecordingMemory(LongSupplier arrived, boolean direct) {
        this.arrived = arrived;
        this.direct = direct;
    }

    @Override
    public synchronized ByteBuffer allocate(int size) {
        if (size <= 0 || size > arrived.getAsLong() + MAX_AHEAD) {
            throw new AssertionError("asked for " + size + " bytes when " + arrived.getAsLong() + " had arrived");
        }
        allocated += size;
        largest = Math.max(largest, size);
        return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }
}
