package messenger.examples.load;

/**
 * What happened between two looks.
 *
 * @param atMillis since the beginning
 * @param rate messages dispatched here a second
 * @param worstGapMillis longest time between two dispatches
 * @param link type of the transport that carries the sessions; {@code -} for none
 */
record Sample(long atMillis, double rate, double worstGapMillis, String link) {}
