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

    /** Closes it for the reason given; {@link QueuePairHandler#closed} follows with the first fault, once. Any thread. */
    void close(LinkFault fault);
}
