package messenger.spi;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Pooled memory of one message: belongs to its holder until it is released, and is nobody else's before. Thread safe.
 */
@ProviderType
public interface MemoryLease {
    /** A view of all of it, little endian; refuses every access once the memory has been given to somebody else. */
    ByteBuffer bytes();

    /** Where it lies. */
    MemoryRegion region();

    /** Address of its first byte in this process. */
    long address();

    /** One more holder; each calls {@link #release} once. */
    void retain();

    /** The last holder's call returns the memory to the pool. */
    void release();
}
