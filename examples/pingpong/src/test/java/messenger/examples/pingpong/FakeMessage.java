package messenger.examples.pingpong;

import java.nio.ByteBuffer;
import java.util.Optional;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.MessageTimes;

/** A message as it was received; its body has been through the codec. */
record FakeMessage(MessageHeader header, Object body, Connection connection) implements Message {
    static Message received(Message sent, Connection connection) {
        Object body = switch (sent.body()) {
            case DataPing ping -> {
                DataPingType type = new DataPingType();
                yield type.decode(type.encode(ping, 0), 1);
            }
            case Stats stats -> {
                StatsType type = new StatsType();
                yield type.decode(type.encode(stats, 0), 1);
            }
            case null, default -> null;
        };
        return new FakeMessage(sent.header(), body, connection);
    }

    @Override
    public ByteBuffer front() {
        return ByteBuffer.allocate(0);
    }

    @Override
    public ByteBuffer middle() {
        return ByteBuffer.allocate(0);
    }

    @Override
    public ByteBuffer data() {
        return ByteBuffer.allocate(0);
    }

    @Override
    public Optional<String> opaqueReason() {
        return body == null ? Optional.of("no type") : Optional.empty();
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
