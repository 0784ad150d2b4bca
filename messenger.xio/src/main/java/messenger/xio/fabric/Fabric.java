package messenger.xio.fabric;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import messenger.spi.MemoryRegion;

/** A kind of network below xio. Thread safe. */
public interface Fabric extends AutoCloseable {
    /** Most bytes of private data in {@link #connect} and {@link IncomingConnection#accept}. */
    int PRIVATE_DATA_MAX = 56;

    /** Short name: {@code rdma} or {@code shm}. */
    String name();

    /** Makes the queue of one worker thread. */
    CompletionQueue open(String name) throws IOException;

    /**
     * Listens for connections; they are reported on the worker thread of {@code queue}.
     *
     * @param address port 0 takes a free one
     * @throws IOException naming the address, the reason and the remedy
     */
    FabricListener listen(CompletionQueue queue, InetSocketAddress address, Consumer<IncomingConnection> taker)
            throws IOException;

    /**
     * Starts to connect. The handler is told {@link QueuePairHandler#connected} or {@link QueuePairHandler#closed}, never
     * before this method has returned.
     *
     * @param privateData carried to the peer with the request, at most {@link #PRIVATE_DATA_MAX} bytes
     */
    QueuePair connect(
            CompletionQueue queue,
            InetSocketAddress address,
            QueueSettings settings,
            ByteBuffer privateData,
            QueuePairHandler handler);

    /**
     * Ends what the fabric has made of a region, which is about to be unmapped: peers cannot read it any more, or soon
     * where they have memory of their own for it. Any thread.
     */
    default void forget(MemoryRegion region) {}

    /** The devices that it uses or could use, for {@code msgr:devices}; empty if it needs none. */
    List<Device> devices();

    /** Ends the fabric after its listeners, queue pairs and queues have been closed; nothing of it is left. */
    @Override
    void close();
}
