package messenger.xio.fabric;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import messenger.spi.LinkFault;
import messenger.spi.MemoryRegion;

/**
 * One end of a connection. {@link #claim}, {@link #post} and {@link #flush} are called by one thread at a time, of any
 * identity; the one-sided transfers by the worker's. After it has closed, calls do nothing.
 */
public interface QueuePair {
    /** This end; port 0 where the fabric knows none. Known once connected. */
    InetSocketAddress local();

    InetSocketAddress remote();

    /**
     * A free send buffer, little endian, from 0 to {@link QueueSettings#datagramMax}; the same one until it is posted.
     * Where the peer takes shorter datagrams its limit is theirs. It can be written to until {@link
     * QueuePairHandler#closed} returns; afterwards that is an exception.
     *
     * @return null while all are under way: {@link QueuePairHandler#sendable} follows
     */
    ByteBuffer claim();

    /** Sends the claimed buffer's bytes from 0 to its position. It may stay here until {@link #flush}. */
    void post(ByteBuffer claimed);

    /** Has everything that was posted on its way, and wakes a peer that sleeps. */
    void flush();

    /**
     * Makes a region readable for the peer, if it is not yet, and names it.
     *
     * @return the key by which the peer reads it, or {@link #NO_KEY} if one-sided transfers are not possible
     */
    long export(MemoryRegion region);

    long NO_KEY = -1;

    /** The number by which the peer addresses a byte of an exported region of this process. */
    default long remoteAddress(MemoryRegion region, long address) {
        return address;
    }

    /**
     * Copies from the peer's memory, without its doing; {@link QueuePairHandler#transferred} follows. A transfer that the
     * peer's key does not allow closes the queue pair.
     *
     * @param id given back with the completion
     * @return false while {@link QueueSettings#transferDepth} transfers are under way
     */
    boolean read(MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long id);

    /**
     * Lets the peer write to a piece of this side's memory, until {@link #refuseWrites}. One thread at a time with {@link
     * #post}.
     *
     * @return the key by which the peer writes, or {@link #NO_KEY} where the fabric lets nobody write
     */
    default long admitWrites(MemoryRegion region, long address, int length) {
        return NO_KEY;
    }

    /** Ends what {@link #admitWrites} began; the peer cannot write there any more when this returns. */
    default void refuseWrites(long key) {}

    /**
     * Copies into the peer's memory, where it admits that: it is there before what is posted later arrives. One thread at
     * a time with {@link #post}; {@link QueuePairHandler#transferred} follows.
     *
     * @return false while {@link QueueSettings#transferDepth} transfers are under way, or if the fabric cannot
     */
    default boolean write(MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long id) {
        return false;
    }

    /** Closes it for the reason given; {@link QueuePairHandler#closed} follows with the first fault, once. Any thread. */
    void close(LinkFault fault);
}
