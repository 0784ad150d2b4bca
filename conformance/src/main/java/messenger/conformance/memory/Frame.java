package messenger.conformance.memory;

import java.nio.ByteBuffer;
import messenger.api.EntityAddress;
import messenger.api.MessageHeader;
import messenger.api.Sections;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.KeepaliveStamp;

/** What travels between two links. */
sealed interface Frame {
    /** The announced address, and for a dialler the one it is seen at. */
    record Hello(EntityAddress own, EntityAddress observed) implements Frame {}

    record Connecting(Connect connect) implements Frame {}

    record Reply(ConnectReply reply) implements Frame {}

    record Seq(long inSeq) implements Frame {}

    /** A message with sections that belong to nobody else. */
    record Whole(MessageHeader header, Sections sections) implements Frame {
        int length() {
            return (int) sections.length();
        }
    }

    record Ack(long seq) implements Frame {}

    record Keepalive(KeepaliveStamp stamp) implements Frame {}

    record KeepaliveAck(KeepaliveStamp stamp) implements Frame {}

    /** What core says to core; the content belongs to nobody else. */
    record Control(ByteBuffer content) implements Frame {}

    /** The peer closed; nothing follows. */
    record End(String reason) implements Frame {}
}
