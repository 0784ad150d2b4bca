package messenger.xio.shm;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Mapping;
import messenger.xio.posix.Memfd;

/** The regions that a peer has exported, mapped for reading. Belongs to the worker. */
final class PeerRegions implements AutoCloseable {
    /** Most regions of one peer: each costs a mapping of this process. */
    static final int MAX = 1024;

    /** One of them; unmapped once it was forgotten and no transfer uses it. */
    static final class PeerRegion {
        private final Mapping mapping;
        private final long length;
        private int transfers;
        private boolean forgotten;

        private PeerRegion(Mapping mapping, long length) {
            this.mapping = mapping;
            this.length = length;
        }

        Mapping mapping() {
            return mapping;
        }

        void begin() {
            transfers++;
        }

        void end() {
            transfers--;
            unmapIfUnused();
        }

        private void unmapIfUnused() {
            if (forgotten && transfers == 0) {
                mapping.close();
            }
        }
    }

    private final Map<Long, PeerRegion> regions = new HashMap<>();

    /** Maps a region; closes the file, which may be null. */
    void add(long key, long length, Descriptor file) throws IOException {
        if (file == null) {
            throw new RingFault("it exported region " + key + " without its memory");
        }
        try (file) {
            if (regions.size() >= MAX || regions.containsKey(key)) {
                throw new RingFault("it exported region " + key + " twice, or more than " + MAX);
            }
            if (length < 1) {
                throw new RingFault("it exported region " + key + " with the length " + length);
            }
            SharedFile.check("region " + key + " of the peer", file, length, Memfd.SEAL_SHRINK);
            regions.put(key, new PeerRegion(Mapping.readOnly(file, length), length));
        }
    }

    /** The peer will not name it any more. */
    void forget(long key) {
        PeerRegion region = regions.remove(key);
        if (region != null) {
            region.forgotten = true;
            region.unmapIfUnused();
        }
    }

    /** The region with that key, or null. */
    PeerRegion find(long key) {
        return regions.get(key);
    }

    /** Checks that the bytes lie in the region of that key, which may be null. */
    static void check(PeerRegion region, long key, long offset, int length) throws RingFault {
        if (region == null) {
            throw new RingFault("it named region " + key + ", which it has not exported");
        }
        if (offset < 0 || length < 0 || offset > region.length - length) {
            throw new RingFault("it named " + length + " bytes at " + offset + " of region " + key + ", which has "
                    + region.length);
        }
    }

    @Override
    public void close() {
        regions.values().forEach(region -> region.mapping.close());
        regions.clear();
    }
}
