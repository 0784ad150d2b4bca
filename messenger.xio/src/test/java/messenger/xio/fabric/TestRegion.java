package messenger.xio.fabric;

import java.lang.foreign.MemorySegment;
import messenger.spi.MemoryRegion;

/** Memory of a test that a fabric can use. */
public interface TestRegion extends MemoryRegion, AutoCloseable {
    MemorySegment bytes();

    @Override
    void close();
}
