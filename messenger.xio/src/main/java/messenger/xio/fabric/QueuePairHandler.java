package messenger.xio.fabric;

import java.nio.ByteBuffer;
import messenger.spi.LinkFault;

/** Where a queue pair reports. Calls come from its worker thread. */
public interface QueuePairHandler {
    /** The connection is there. Dialling side: with the private data of the peer's accept, perhaps padded with zeros. */
    void connected(ByteBuffer privateData);

    /** The peer has refused the connection, with this private data, perhaps padded; {@link #closed} follows. */
    default void refused(ByteBuffer privateData) {}

    /**
     * A datagram arrived, after {@link #connected}. Little endian, from position to limit; private memory of this process,
     * valid during the call.
     */
    void received(ByteBuffer datagram);

    /** Send buffers are free again. */
    void sendable();

    /** The transfer with that number has ended well. */
    void transferred(long id);

    /** The queue pair has closed: nothing touches memory that was given to it any more. The last call. */
    void closed(LinkFault fault);
}
