package messenger.xio.shm;

import java.io.IOException;
import messenger.xio.posix.Packet;
import messenger.xio.posix.UnixSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the peer through the socket. An eventfd would be shared with the peer, who could make it one that waits. Thread
 * safe.
 */
final class Waker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Waker.class);

    private final UnixSocket socket;
    private final Packet packet = Handshake.empty(Handshake.WAKE);

    Waker(UnixSocket socket) {
        this.socket = socket;
    }

    void wake() {
        try {
            if (!socket.send(packet)) {
                LOG.trace("a peer has packets to read, and wakes by them");
            }
        } catch (IOException e) {
            LOG.trace("a peer cannot be woken, its end is noticed by the worker: {}", e.getMessage());
        }
    }

    /** After the socket. */
    @Override
    public void close() {
        packet.close();
    }
}
