package messenger.xio.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import messenger.xio.fabric.TestRegion;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Mapping;
import messenger.xio.posix.Memfd;

/** A region as core's pool makes them. */
public final class MemfdRegion implements TestRegion {
    private static final AtomicLong IDS = new AtomicLong(1);

    private final long id = IDS.getAndIncrement();
    private final Descriptor file;
    private final Mapping mapping;

    public MemfdRegion(long length) throws IOException {
        file = Memfd.create("messenger-test", (length + 4095) / 4096 * 4096);
        mapping = Mapping.writable(file, Memfd.status(file).size());
        Memfd.seal(file, OutRing.SEALS | Memfd.SEAL_SEAL);
    }

    @Override
    public MemorySegment bytes() {
        return mapping.segment();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long address() {
        return mapping.segment().address();
    }

    @Override
    public long length() {
        return mapping.segment().byteSize();
    }

    @Override
    public int descriptor() {
        return file.number();
    }

    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
