package messenger.spi;

/**
 * The pooled memory in which the sections of a message lie, each null where a section lies elsewhere.
 *
 * @param front of the front section
 * @param middle of the middle section
 * @param data of the data section
 */
public record SectionLeases(MemoryLease front, MemoryLease middle, MemoryLease data) {
    /** No section lies in pooled memory. */
    public static final SectionLeases NONE = new SectionLeases(null, null, null);

    /** Only the data section lies in pooled memory, or none if {@code lease} is null. */
    public static SectionLeases ofData(MemoryLease lease) {
        return lease == null ? NONE : new SectionLeases(null, null, lease);
    }

    public boolean isEmpty() {
        return front == null && middle == null && data == null;
    }

    /** One more holder of all of it; calls {@link #release} once. */
    public void retain() {
        if (front != null) {
            front.retain();
        }
        if (middle != null) {
            middle.retain();
        }
        if (data != null) {
            data.retain();
        }
    }

    /** A holder gives all of it up. */
    public void release() {
        if (front != null) {
            front.release();
        }
        if (middle != null) {
            middle.release();
        }
        if (data != null) {
            data.release();
        }
    }
}
