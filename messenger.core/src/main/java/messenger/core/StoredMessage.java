package messenger.core;

import java.util.concurrent.CompletableFuture;
import messenger.api.EntityName;
import messenger.api.MessageHeader;
import messenger.api.SessionLostException;
import messenger.spi.OutgoingMessage;

/** A message that a session has accepted, kept until it is done with. A task of the session's strand until it is there. */
final class StoredMessage extends OutgoingMessage implements Runnable {
    private final Session session;
    private final CompletableFuture<Void> acknowledged;
    private FlushBatch batch = FlushBatch.current();
    private boolean sentBefore;

    /** A message, with the hold on its memory. */
    StoredMessage(Session session, CoreConnection.Encoded message) {
        super(message.header(), message.sections(), message.hold(), message.replyRoom());
        this.session = session;
        this.acknowledged = message.acknowledged();
    }

    @Override
    public void run() {
        session.store(this);
    }

    /** The batch in which it was sent, or null; told once. */
    FlushBatch takeBatch() {
        FlushBatch taken = batch;
        batch = null;
        return taken;
    }

    /** Whether somebody is to be told of its end. */
    boolean isWaitedFor() {
        return acknowledged != null;
    }

    boolean isNumbered() {
        return header().seq() != 0;
    }

    void number(long seq) {
        header(header().withSeq(seq));
    }

    /** Notes that a link took it; says whether one had before. */
    boolean sentAgain() {
        boolean before = sentBefore;
        sentBefore = true;
        return before;
    }

    /** The peer has it; one of three ends. */
    void acknowledge() {
        leases().release();
        if (acknowledged != null) {
            acknowledged.complete(null);
        }
    }

    /** A lossy session has sent it: nobody will tell whether it arrived. */
    void unacknowledgeable() {
        leases().release();
        if (acknowledged != null) {
            acknowledged.completeExceptionally(
                    new SessionLostException("the session is lossy: its peer acknowledges nothing"));
        }
    }

    /** The session has dropped it. */
    void fail(RuntimeException reason) {
        leases().release();
        if (acknowledged != null) {
            acknowledged.completeExceptionally(reason);
        }
    }

    /** A header with everything that it needs but a sequence number. */
    static MessageHeader completed(MessageHeader header, long tid, int defaultPriority, EntityName self) {
        return new MessageHeader(
                header.type(),
                header.priority() == 0 ? defaultPriority : header.priority(),
                tid,
                header.version(),
                header.compatVersion() == 0 ? header.version() : header.compatVersion(),
                header.dataOffset(),
                header.source() == null ? self : header.source(),
                0,
                header.reserved());
    }
}
