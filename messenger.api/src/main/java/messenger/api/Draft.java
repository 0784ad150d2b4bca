package messenger.api;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A message that has not been sent. */
record Draft(MessageHeader header, Sections sections, Object body, int replyRoom) implements Message {
    @Override
    public ByteBuffer front() {
        return Sections.view(sections.front());
    }

    @Override
    public ByteBuffer middle() {
        return Sections.view(sections.middle());
    }

    @Override
    public ByteBuffer data() {
        return Sections.view(sections.data());
    }

    @Override
    public Optional<String> opaqueReason() {
        return body == null ? Optional.of("built from raw sections") : Optional.empty();
    }

    @Override
    public Connection connection() {
        throw new IllegalStateException(
                "a message of type " + header.type() + " that was not received has no connection");
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
