package messenger.spi;

/**
 * The largest sections, in bytes, that are sent, and that transports receive unless they are configured otherwise. The same
 * on both sides, so that no message is accepted that its receiver would refuse again and again.
 */
public final class Limits {
    public static final int MAX_FRONT = 16 << 20;
    public static final int MAX_MIDDLE = 16 << 20;
    public static final int MAX_DATA = 128 << 20;

    private Limits() {}

    /**
     * Checks a section.
     *
     * @throws IllegalArgumentException naming the section, its length and the limit
     */
    public static void check(String section, int length, int max) {
        if (length > max) {
            throw new IllegalArgumentException("the " + section + " section has " + length + " bytes; allowed: at most "
                    + max + "; split the message");
        }
    }
}
