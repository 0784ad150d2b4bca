package messenger.xio;

import messenger.api.EntityAddress;
import messenger.spi.IncomingMessage;
import messenger.spi.MemoryLease;
import messenger.spi.support.LinkFaultException;

/** What a reader asks of the link around it. */
interface XioHost {
    /** Names the peer, for faults. */
    String peer();

    boolean isClosing();

    /**
     * The peer has said who it is; the accepting side answers.
     *
     * @param observed this side as the peer sees it, or null on the accepting side
     */
    void addressed(EntityAddress announced, EntityAddress observed) throws LinkFaultException;

    /** Fetches data of that length, within the maximum, and has the reader told. */
    void fetch(DataPlace place, int length) throws LinkFaultException;

    /** The peer has fetched a data section of this side. */
    void offerFetched(int number) throws LinkFaultException;

    /**
     * The peer has written the data of the message whose header has arrived to the room of its request.
     *
     * @return the memory of the room, which the caller releases
     */
    MemoryLease takeWritten(long tid, int length) throws LinkFaultException;

    /** No reply to that request will be written to its room. */
    void closeRoom(long tid);

    /**
     * A message is whole; adds what it holds besides its sections.
     *
     * @param replyRoom where the data of its reply may be written, or null
     */
    IncomingMessage received(IncomingMessage message, DataPlace replyRoom);
}
