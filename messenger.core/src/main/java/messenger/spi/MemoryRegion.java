package messenger.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A piece of core's pooled memory, as large as a transport gives it to its device at once. Stays mapped from the first
 * lease in it until {@link MessageMemory} has told its listeners that it goes.
 */
@ProviderType
public interface MemoryRegion {
    /** Tells regions of one process apart; not used again. */
    long id();

    /** Address of the first byte in this process, a multiple of 4096. */
    long address();

    /** Bytes, a multiple of 4096. */
    long length();

    /** Descriptor of the sealed memfd that holds it, to be handed to another process, or -1 where there is none. */
    int descriptor();
}
