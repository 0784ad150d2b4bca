package messenger.api.dto;

import org.osgi.dto.DTO;

/** The registered memory of all endpoints at one moment. Sizes in bytes, rounded up to those that the pool gives. */
public class MemoryDTO extends DTO {
    /** {@code memfd}, {@code plain} (not to be shared with other processes), {@code none}, or {@code unused} so far. */
    public String kind;
    /** That may be mapped; 0 for no pool. */
    public long limit;

    public long mapped;
    public int regions;
    /** Pieces that somebody has, and their size. */
    public long leases;

    public long leased;
    /** That could be leased: the limit without what is leased or tied up by neighbours that are. */
    public long free;
    /** The highest that {@link #leased} has been. */
    public long highest;
    /** Times that nothing was left, so that a message was put on the heap. */
    public long refused;
    /** Messages that were copied to the heap, because they were kept while little was left, or are small replies. */
    public long copies;
}
