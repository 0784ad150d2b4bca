package messenger.core.memory;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory in sealed memfds of Linux, which another process can be given. It is allocated in full before it is mapped and can
 * change its size no more, so that reading it never kills anybody, and others can map it for reading only.
 */
final class MemfdSource implements RegionSource {
    private static final Logger LOG = LoggerFactory.getLogger(MemfdSource.class);
    private static final int SEAL_SEAL = 1;
    private static final int SEAL_SHRINK = 2;
    private static final int SEAL_GROW = 4;
    /** Since Linux 5.1: no new mapping may write; the one that there is may. */
    private static final int SEAL_FUTURE_WRITE = 16;

    private final LibC libC;

    MemfdSource(LibC libC) {
        this.libC = libC;
    }

    @Override
    public String kind() {
        return "memfd";
    }

    @Override
    public Mapping map(long length) throws IOException {
        int descriptor = libC.memfdCreate("messenger");
        try {
            libC.fallocate(descriptor, length);
            libC.addSeals(descriptor, SEAL_SHRINK | SEAL_GROW);
            long address = libC.map(descriptor, length);
            sealWriting(descriptor);
            return new Mapped(address, length, descriptor);
        } catch (IOException | RuntimeException | Error e) {
            libC.close(descriptor);
            throw e;
        }
    }

    private void sealWriting(int descriptor) {
        try {
            libC.addSeals(descriptor, SEAL_FUTURE_WRITE | SEAL_SEAL);
        } catch (IOException e) {
            // an older kernel: peers are trusted not to write
            LOG.debug("memory that peers map is not sealed against their writing: {}", e.getMessage());
        }
    }

    private final class Mapped implements Mapping {
        private final long address;
        private final long length;
        private final int descriptor;

        Mapped(long address, long length, int descriptor) {
            this.address = address;
            this.length = length;
            this.descriptor = descriptor;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public int descriptor() {
            return descriptor;
        }

        @Override
        public void unmap() {
            try {
                libC.unmap(address, length);
                libC.close(descriptor);
            } catch (IOException e) {
                LOG.error("memory of {} bytes could not be given back", length, e);
            }
        }
    }
}
