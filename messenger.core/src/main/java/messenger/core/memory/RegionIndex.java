package messenger.core.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The mapped regions by address. Thread safe. */
final class RegionIndex {
    private final ConcurrentSkipListMap<Long, PooledRegion> byAddress = new ConcurrentSkipListMap<>();

    void add(PooledRegion region) {
        byAddress.put(region.address(), region);
    }

    void remove(PooledRegion region) {
        byAddress.remove(region.address());
    }

    int size() {
        return byAddress.size();
    }

    /** The region in which an address lies, or null. */
    PooledRegion at(long address) {
        Map.Entry<Long, PooledRegion> below = byAddress.floorEntry(address);
        return below == null || address >= below.getKey() + below.getValue().length() ? null : below.getValue();
    }
}
