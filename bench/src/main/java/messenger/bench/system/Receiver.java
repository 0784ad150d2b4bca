package messenger.bench.system;

import java.nio.ByteBuffer;

/** Takes what a channel receives, one message at a time, on the thread that the system calls it on. */
@FunctionalInterface
public interface Receiver {
    /**
     * Takes a message.
     *
     * @param channel by which it came, and may be answered
     * @param payload from position to limit, readable until this returns
     */
    void received(Channel channel, ByteBuffer payload);
}
