package messenger.xio;

/**
 * Where a data section is to be fetched from, as the peer claims it.
 *
 * @param key of the peer's region
 * @param address in it, as the peer counts
 * @param length bytes, within the maximum
 * @param number counts the sections that the peer has offered
 */
record DataPlace(long key, long address, int length, int number) {}
