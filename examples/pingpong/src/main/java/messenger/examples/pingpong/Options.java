package messenger.examples.pingpong;

/** Options of the commands. An empty value counts as absent, so that scripts can pass on what may not be set. */
final class Options {
    private Options() {}

    static boolean isAbsent(String value) {
        return value == null || value.isEmpty();
    }

    static String or(String value, String absent) {
        return isAbsent(value) ? absent : value;
    }
}
