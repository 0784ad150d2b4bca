package messenger.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.MessageHeader;
import messenger.api.Policy;
import messenger.api.Priority;
import messenger.api.Sections;
import messenger.spi.AuthorizerData;
import messenger.spi.Connect;
import messenger.spi.ConnectReply;
import messenger.spi.Features;
import messenger.spi.IncomingMessage;
import messenger.spi.ReplyTag;

/** What peers say, with everything that a test does not care about filled in. */
final class Handshakes {
    static final EntityName PEER_NAME = EntityName.parse("osd.3");

    private Handshakes() {}

    static Connect connect(long globalSeq, long connectSeq) {
        return connect(globalSeq, connectSeq, Policy.DEFAULT_FEATURES);
    }

    static Connect connect(long globalSeq, long connectSeq, long features) {
        return new Connect(
                features,
                EntityType.OSD,
                globalSeq,
                connectSeq,
                ScriptedTransport.PROTOCOL_VERSION,
                AuthorizerData.NOTHING,
                false);
    }

    /** From a peer that does not exchange sequence numbers. */
    static Connect connectWithoutExchange(long globalSeq, long connectSeq) {
        return connect(globalSeq, connectSeq, Policy.DEFAULT_FEATURES & ~Features.RECONNECT_SEQ);
    }

    static ConnectReply reply(ReplyTag tag, long globalSeq, long connectSeq) {
        return reply(tag, globalSeq, connectSeq, Policy.DEFAULT_FEATURES, false);
    }

    static ConnectReply lossyReply(ReplyTag tag, long globalSeq, long connectSeq) {
        return reply(tag, globalSeq, connectSeq, Policy.DEFAULT_FEATURES, true);
    }

    static ConnectReply reply(ReplyTag tag, long globalSeq, long connectSeq, long features, boolean lossy) {
        return new ConnectReply(
                tag, features, globalSeq, connectSeq, ScriptedTransport.PROTOCOL_VERSION, new byte[0], lossy);
    }

    static IncomingMessage message(long seq, long tid, String text) {
        return message(seq, tid, Priority.DEFAULT, text);
    }

    static IncomingMessage message(long seq, long tid, int priority, String text) {
        return new IncomingMessage(
                new MessageHeader(1, priority, tid, 1, 1, 0, PEER_NAME, seq, 0), Sections.ofFront(bytes(text)), null);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
