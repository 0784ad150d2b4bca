package messenger.simple;

import java.nio.ByteBuffer;
import messenger.api.EntityAddress;
import messenger.spi.support.LinkFaultException;

/** What a {@link Pipe} needs of the connection it belongs to; called on the loop's thread. */
interface PipeHost {
    /** Who the peer is, for fault texts. */
    String peer();

    /** Whether the link is closing, so that nothing more is reported. */
    boolean isClosing();

    /**
     * The peer has told its address; the dialling side now checks it and tells its own.
     *
     * @param observed this side as the peer sees it, or null if it did not say
     */
    void addressed(EntityAddress announced, EntityAddress observed) throws LinkFaultException;

    /** A frame begins at the position of the input; said of the first one, and when it was asked for. */
    void frame(ByteBuffer in);
}
