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
 */
public record IncomingMessage(MessageHeader header, Sections sections, ReplyHook replyHook) {
    public IncomingMessage {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(sections, "sections");
    }
}
