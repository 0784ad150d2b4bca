package messenger.spi;

import java.util.Objects;
import messenger.api.MessageHeader;
import messenger.api.ReplyHook;
import messenger.api.Sections;

/**
 * A message as a link received it.
 *
 * @param header as sent
 * @param sections in core's memory, not written to any more
 * @param replyHook the transport's way back, or null
 * @param lease in which the data section lies, or null if it needs no release; the link's hold on it passes to core,
 *     which releases it when the message is done with or dropped
 */
public record IncomingMessage(MessageHeader header, Sections sections, ReplyHook replyHook, MemoryLease lease) {
    public IncomingMessage {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(sections, "sections");
    }

    /** A message whose sections need no release. */
    public IncomingMessage(MessageHeader header, Sections sections, ReplyHook replyHook) {
        this(header, sections, replyHook, null);
    }
}
