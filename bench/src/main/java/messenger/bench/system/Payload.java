package messenger.bench.system;

import java.nio.ByteBuffer;

/** The content of a message to be sent. */
@FunctionalInterface
public interface Payload {
    /** Writes all of it from the target's position on, which has room for it; the position need not be moved. */
    void writeTo(ByteBuffer target);
}
