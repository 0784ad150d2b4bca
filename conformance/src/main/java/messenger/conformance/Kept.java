package messenger.conformance;

import java.nio.ByteBuffer;
import java.util.Optional;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.MessageTimes;

/** A received message with a copy of its content, made while it was dispatched, for a test that reads it later. */
record Kept(Message original, ByteBuffer front, ByteBuffer middle, ByteBuffer data) implements Message {
    static Kept of(Message message) {
        return new Kept(message, copy(message.front()), copy(message.middle()), copy(message.data()));
    }

    /** The message as it was given to the Dispatcher, to be answered. */
    static Message original(Message message) {
        return message instanceof Kept kept ? kept.original : message;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip().asReadOnlyBuffer();
    }

    @Override
    public MessageHeader header() {
        return original.header();
    }

    @Override
    public ByteBuffer front() {
        return front.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer middle() {
        return middle.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer data() {
        return data.asReadOnlyBuffer();
    }

    @Override
    public Object body() {
        return original.body();
    }

    @Override
    public Optional<String> opaqueReason() {
        return original.opaqueReason();
    }

    @Override
    public Connection connection() {
        return original.connection();
    }

    @Override
    public MessageTimes times() {
        return original.times();
    }

    @Override
    public void retain() {
        original.retain();
    }

    @Override
    public void release() {
        original.release();
    }
}
