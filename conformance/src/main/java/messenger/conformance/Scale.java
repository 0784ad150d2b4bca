package messenger.conformance;

/** How much of their full counts the longest tests do: {@code -Dmessenger.scale=PERCENT}, all of them if absent. */
final class Scale {
    private static final long PERCENT = Long.getLong("messenger.scale", 100);

    private Scale() {}

    /** That part of a count, at least one. */
    static int of(int count) {
        return (int) Math.max(1, count * PERCENT / 100);
    }
}
