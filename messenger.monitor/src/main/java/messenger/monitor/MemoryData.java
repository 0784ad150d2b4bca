package messenger.monitor;

import messenger.api.dto.MemoryDTO;

/** The registered memory as JMX shows it: the values of {@link MemoryDTO}. */
public record MemoryData(
        String kind,
        long limit,
        long mapped,
        int regions,
        long leases,
        long leased,
        long free,
        long highest,
        long refused,
        long copies) {
    static MemoryData of(MemoryDTO dto) {
        return new MemoryData(
                dto.kind,
                dto.limit,
                dto.mapped,
                dto.regions,
                dto.leases,
                dto.leased,
                dto.free,
                dto.highest,
                dto.refused,
                dto.copies);
    }
}
