package messenger.xio.shm;

import java.io.IOException;
import messenger.spi.LinkFault;
import messenger.xio.posix.PacketReader;
import messenger.xio.posix.UnixSocket;

/** How a connection comes about, on one of its sides. Belongs to the worker of the queue pair. */
interface Opening {
    /** It cannot begin, for a reason of its own. */
    final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        private final transient LinkFault fault;

        Refusal(LinkFault.Kind kind, String text) {
            super(text);
            fault = new LinkFault(kind, text);
        }

        LinkFault fault() {
            return fault;
        }
    }

    /** Sends the first packet through the socket returned, which the queue pair closes. */
    UnixSocket start() throws IOException;

    /** Who is at the other end; known once started. */
    UnixSocket.Peer peer();

    /** The peer has sent a packet; its header has been read. */
    void answered(ShmQueuePair pair, short type, PacketReader packet) throws IOException;

    /** Frees what was not handed over. */
    void close();
}
