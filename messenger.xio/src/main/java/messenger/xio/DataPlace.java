package messenger.xio;

/**
 * A place in the peer's memory, as the peer claims it.
 *
 * @param key of the peer's region
 * @param address in it, as the peer counts
 * @param detail of data to be fetched: its number, counting those that the peer has offered; of room for a reply: its bytes
 */
record DataPlace(long key, long address, int detail) {}
