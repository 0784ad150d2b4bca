package messenger.xio;

import java.nio.ByteBuffer;
import messenger.spi.support.LinkFaultException;

/** Gives room in the datagram that is being filled. */
interface DatagramRoom {
    /**
     * A buffer with at least so many bytes remaining, all in one datagram; what is put there is sent.
     *
     * @return null while there is no credit or no send buffer
     * @throws LinkFaultException if a fault was asked for
     */
    ByteBuffer of(int bytes) throws LinkFaultException;
}
