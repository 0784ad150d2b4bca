package messenger.xio.fabric;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A peer that asks to connect. Answered once, on the thread that reported it. */
public interface IncomingConnection {
    /** What the peer sent with its request; may be padded with zeros. Valid until it is answered. */
    ByteBuffer privateData();

    /** The peer; port 0 where the fabric knows none. */
    InetSocketAddress remote();

    /** The address at which the peer reached this side. */
    InetSocketAddress local();

    /**
     * Accepts; the handler is told by the worker of {@code queue}, which may be another than the one that reported this.
     * Nothing is to be posted before the peer's first datagram has arrived: iWARP demands it, and it may overtake the news
     * that the peer was accepted.
     */
    QueuePair accept(CompletionQueue queue, QueueSettings settings, ByteBuffer privateData, QueuePairHandler handler);

    /** Refuses; the peer is told {@link QueuePairHandler#refused} with this private data. */
    void reject(ByteBuffer privateData);
}
