package messenger.core;

import java.nio.ByteBuffer;
import java.util.Optional;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.MessageTimes;

/** An encoded reply, as a transport's reply hook is given it. */
record EncodedMessage(CoreConnection.Encoded encoded, Connection connection) implements Message {
    @Override
    public MessageHeader header() {
        return encoded.header();
    }

    @Override
    public ByteBuffer front() {
        return encoded.sections().front().duplicate();
    }

    @Override
    public ByteBuffer middle() {
        return encoded.sections().middle().duplicate();
    }

    @Override
    public ByteBuffer data() {
        return encoded.sections().data().duplicate();
    }

    @Override
    public Object body() {
        return null;
    }

    @Override
    public Optional<String> opaqueReason() {
        return Optional.of("encoded for sending");
    }

    @Override
    public MessageTimes times() {
        return MessageTimes.NONE;
    }

    @Override
    public void retain() {
        // holds no throttle
    }

    @Override
    public void release() {
        // holds no throttle
    }
}
