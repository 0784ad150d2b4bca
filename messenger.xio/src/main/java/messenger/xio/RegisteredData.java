package messenger.xio;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;

/** Finds data in registered memory, or copies it there. Thread safe. */
final class RegisteredData {
    /**
     * Data in registered memory.
     *
     * @param lease keeps the memory; to be released by whoever asked
     * @param address of the first byte, in this process
     */
    record Section(MemoryLease lease, long address) {}

    private final MessageMemory memory;

    RegisteredData(MessageMemory memory) {
        this.memory = memory;
    }

    /** Where the remaining bytes lie; null if they lie elsewhere, and there is no room to copy them to. */
    Section of(ByteBuffer data) {
        MemoryLease lease = memory.leaseOf(data);
        if (lease != null) {
            lease.retain();
            return new Section(lease, MemorySegment.ofBuffer(data).address());
        }
        lease = memory.lease(data.remaining());
        if (lease == null) {
            return null;
        }
        lease.bytes().put(0, data, data.position(), data.remaining());
        return new Section(lease, lease.address());
    }
}
