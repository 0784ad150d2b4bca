package messenger.api;

/** Priorities that Ceph names. Higher goes first; from {@link #LOW} on strictly, below that by token buckets. */
public final class Priority {
    public static final int LOW = 64;
    public static final int DEFAULT = 127;
    public static final int HIGH = 196;
    public static final int HIGHEST = 255;

    private Priority() {}
}
