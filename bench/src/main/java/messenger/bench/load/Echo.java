package messenger.bench.load;

import java.nio.ByteBuffer;
import messenger.bench.system.Channel;
import messenger.bench.system.Receiver;

/** Server side of round trips: checks each message and sends it back. */
public final class Echo implements Receiver {
    private final Content content;
    private long next;

    /** Expects payloads of so many bytes. */
    public Echo(int length) {
        content = new Content(length);
    }

    @Override
    public void received(Channel channel, ByteBuffer payload) {
        content.check(payload, next++);
        channel.sendBack(payload);
    }
}
