package messenger.spi;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Memory for messages. It belongs to core and stays readable after the link, and its transport, are gone. Thread safe.
 */
@ProviderType
public interface MessageMemory {
    /**
     * Memory of exactly {@code size} bytes, position 0. A link asks for what has arrived, or for at most {@link
     * #MAX_AHEAD} more, never for what a peer merely claims; once a peer has sent a larger section whole, for that much more.
     */
    ByteBuffer allocate(int size);

    /** How much a link may allocate, or lease, ahead of the bytes that have arrived from a peer that it does not know yet. */
    int MAX_AHEAD = 256 * 1024;

    /**
     * Pooled memory that a device can be given.
     *
     * @return null if the pool has no more, or there is none; {@link #allocate} then serves instead
     */
    default MemoryLease lease(int size) {
        return null;
    }

    /** The lease in which all remaining bytes of a buffer lie, or null if they lie elsewhere. */
    default MemoryLease leaseOf(ByteBuffer bytes) {
        return null;
    }

    /**
     * Has a listener told, from now on, when a region is about to be unmapped; nobody has a lease in it any more. The call
     * comes from whoever asks for a lease or releases one, on any thread, so that the listener must not take a lock that is
     * held elsewhere while this memory is called. What is left of the region with a device has gone when it returns.
     *
     * @return ends it; returns when no call to the listener is under way
     */
    default AutoCloseable onUnmap(Consumer<MemoryRegion> listener) {
        return () -> {};
    }
}
