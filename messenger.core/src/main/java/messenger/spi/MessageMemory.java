package messenger.spi;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** Memory for received sections. It belongs to core and stays readable after the link, and its transport, are gone. */
@ProviderType
public interface MessageMemory {
    /**
     * Memory of exactly {@code size} bytes, position 0. A link asks for what has arrived, or for at most {@link
     * #MAX_AHEAD} more, never for what a peer merely claims.
     */
    ByteBuffer allocate(int size);

    /** How much a link may allocate ahead of the bytes that have arrived. */
    int MAX_AHEAD = 256 * 1024;
}
