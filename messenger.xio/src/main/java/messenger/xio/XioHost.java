package messenger.xio;

import messenger.api.EntityAddress;
import messenger.spi.IncomingMessage;
import messenger.spi.support.LinkFaultException;

/** What a reader asks of the link around it. */
interface XioHost {
    /** Names the peer, for faults. */
    String peer();

    boolean isClosing();

    /**
     * The peer has said who it is.
     *
     * @param observed this side as the peer sees it, or null on the accepting side
     */
    void addressed(EntityAddress announced, EntityAddress observed) throws LinkFaultException;

    /** Fetches data, and has the reader told. */
    void fetch(DataPlace place) throws LinkFaultException;

    /** The peer has fetched a data section of this side. */
    void offerFetched(int number) throws LinkFaultException;

    /** A message is whole; adds what it holds besides its sections. */
    IncomingMessage received(IncomingMessage message);
}
