package messenger.shell;

/** Numbers on the command line. */
final class Values {
    private Values() {}

    /**
     * Parses a whole number.
     *
     * @throws IllegalArgumentException naming the argument, the value and what is allowed
     */
    static long whole(String argument, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, together with what is allowed
        }
        throw new IllegalArgumentException(argument + " '" + text + "'; allowed: " + least + " to " + most);
    }
}
