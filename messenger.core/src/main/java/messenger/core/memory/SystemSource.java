package messenger.core.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out, at the first use, what memory this system has to offer, and says so once if it is not the best. */
final class SystemSource implements RegionSource {
    private static final Logger LOG = LoggerFactory.getLogger(SystemSource.class);
    private static final long PAGE = 4096;

    private RegionSource found;

    @Override
    public synchronized String kind() {
        return found == null ? "unused" : found.kind();
    }

    @Override
    public Mapping map(long length) throws IOException {
        return found().map(length);
    }

    private synchronized RegionSource found() {
        if (found == null) {
            found = find();
        }
        return found;
    }

    @SuppressWarnings("restricted")
    private static RegionSource find() {
        try {
            // as it is done for each lease: refused where native access is denied
            MemorySegment.ofAddress(PAGE).reinterpret(PAGE);
        } catch (RuntimeException e) {
            LOG.warn(
                    "messages use no registered memory, hence are copied: {}. Start Java with"
                            + " --enable-native-access=ALL-UNNAMED",
                    e.getMessage());
            return new NoSource("native access is denied: " + e.getMessage());
        }
        try {
            RegionSource memfds = new MemfdSource(new LibC());
            memfds.map(PAGE).unmap();
            return memfds;
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn(
                    "registered memory cannot be shared with other processes, as memfds are not to be had on {}: {}",
                    System.getProperty("os.name"),
                    e.toString());
            return new PlainSource();
        }
    }
}
