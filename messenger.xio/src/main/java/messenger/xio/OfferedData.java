package messenger.xio;

import messenger.spi.MemoryLease;

/**
 * A data section that the peer is to fetch.
 *
 * @param lease keeps its memory until the peer has done so
 * @param key of the region for the peer
 * @param address for the peer
 * @param length bytes
 * @param number counts the sections that a link has offered, from 0
 */
record OfferedData(MemoryLease lease, long key, long address, int length, int number) {}
