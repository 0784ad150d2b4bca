package messenger.spi;

import java.nio.ByteBuffer;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.MessageHeader;
import messenger.api.Sections;

/**
 * What the cores of two endpoints say to each other between messages: on the wire the frame of a message of type 65535 with
 * number 0, which no message has, and nothing but a front section. So decoders of messenger v1 can pass over it. Sent only
 * where both sides have said that they take such frames.
 */
public final class ControlFrame {
    /** Type of the message whose frame it has, unsigned 16 bits. */
    public static final int TYPE = 0xffff;

    /** Most bytes of the content. */
    public static final int MAX = 960;

    private static final MessageHeader HEADER =
            new MessageHeader(TYPE, 0, 0, 1, 1, 0, new EntityName(EntityType.UNKNOWN, EntityName.NO_ID), 0, 0);

    private ControlFrame() {}

    /** Whether a header is that of a control frame. */
    public static boolean is(MessageHeader header) {
        return header.type() == TYPE && header.seq() == 0;
    }

    /** The message whose frame it has. */
    public static OutgoingMessage message(ByteBuffer content) {
        return new Message(content);
    }

    private static final class Message extends OutgoingMessage {
        Message(ByteBuffer content) {
            super(HEADER, Sections.ofFront(content));
        }
    }
}
