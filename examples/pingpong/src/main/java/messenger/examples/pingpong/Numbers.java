package messenger.examples.pingpong;

/** Numbers on the command line. */
final class Numbers {
    private Numbers() {}

    /**
     * Parses a whole number; an empty text stands for {@code absent}.
     *
     * @throws IllegalArgumentException naming the option, the value and what is allowed
     */
    static long parse(String option, String text, long absent, long least, long most) {
        if (Options.isAbsent(text)) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, together with what is allowed
        }
        throw new IllegalArgumentException(option + " '" + text + "'; allowed: " + least + " to " + most);
    }
}
