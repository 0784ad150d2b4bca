package messenger.shell;

/**
 * What completion offers for a word.
 *
 * @param value the word
 * @param description what it means; null for nothing to say
 * @param isWhole whether the word is complete, so that a blank follows
 */
record Choice(String value, String description, boolean isWhole) {
    static Choice of(String value) {
        return new Choice(value, null, true);
    }

    static Choice of(Object value, Object description) {
        return new Choice(value.toString(), description.toString(), true);
    }

    /** The beginning of a word. */
    static Choice open(String value, String description) {
        return new Choice(value, description, false);
    }
}
