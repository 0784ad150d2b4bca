package messenger.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import messenger.api.MessageBuffer;
import messenger.spi.Limits;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;

/** Memory that an application has taken to send from: of the pool, or of the heap if the pool has none. */
final class CoreBuffer implements MessageBuffer {
    private final MemoryLease lease;
    private final ByteBuffer heap;
    private final AtomicBoolean closed = new AtomicBoolean();

    private CoreBuffer(MemoryLease lease, ByteBuffer heap) {
        this.lease = lease;
        this.heap = heap;
    }

    static CoreBuffer of(MessageMemory memory, int size) {
        if (size < 0 || size > Limits.MAX_DATA) {
            throw new IllegalArgumentException("a buffer of " + size + " bytes; allowed: 0.." + Limits.MAX_DATA);
        }
        MemoryLease lease = memory.lease(size);
        return new CoreBuffer(lease, lease == null ? memory.allocate(size) : null);
    }

    @Override
    public ByteBuffer bytes() {
        if (closed.get()) {
            throw new IllegalStateException("the buffer was closed; take another with Messenger.buffer");
        }
        return lease != null ? lease.bytes() : heap.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean isRegistered() {
        return lease != null;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && lease != null) {
            lease.release();
        }
    }

    @Override
    public String toString() {
        return (lease != null ? "registered " : "heap ") + "buffer" + (closed.get() ? ", closed" : "");
    }
}
