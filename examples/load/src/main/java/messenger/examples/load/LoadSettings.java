package messenger.examples.load;

/**
 * What a sender sends.
 *
 * @param rate messages a second; 0 for as many as the session takes
 * @param maxSize most bytes of data; most messages are much smaller
 * @param requests how many of 100 messages are requests
 * @param seed chooses sizes, priorities and kinds
 */
record LoadSettings(long rate, int maxSize, int requests, long seed) {}
