package messenger.examples.load;

/**
 * Something that was done.
 *
 * @param atMillis since the beginning
 * @param what short, for the plot
 */
record Step(long atMillis, String what) {}
