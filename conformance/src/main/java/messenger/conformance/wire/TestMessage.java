package messenger.conformance.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import messenger.api.EntityName;
import messenger.api.MessageHeader;
import messenger.api.Sections;
import messenger.spi.OutgoingMessage;

/** A message with given content. */
public final class TestMessage extends OutgoingMessage {
    public TestMessage(MessageHeader header, Sections sections) {
        super(header, sections);
    }

    public static TestMessage of(long seq, int front, int middle, int data, Random random) {
        return new TestMessage(
                header(seq), new Sections(bytes(front, random), bytes(middle, random), bytes(data, random)));
    }

    public static MessageHeader header(long seq) {
        return new MessageHeader(2, 127, 1000 + seq, 1, 1, 0, EntityName.parse("osd.3"), seq, 0);
    }

    public static ByteBuffer bytes(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
