package messenger.bench.load;

import java.nio.ByteBuffer;
import messenger.bench.system.Channel;
import messenger.bench.system.Receiver;

/** Server side of streams: checks each message, and confirms where it is asked to. */
public final class Sink implements Receiver {
    private final Content content;
    private final Content confirmation = new Content(Stream.CONFIRMATION);
    private long next;

    /** Expects payloads of so many bytes. */
    public Sink(int length) {
        content = new Content(length);
    }

    @Override
    public void received(Channel channel, ByteBuffer payload) {
        long mark = Content.numberOf(payload) & Content.CONFIRM;
        content.check(payload, next++ | mark);
        if (mark != 0) {
            channel.send(confirmation.length(), confirmation.number(next));
        }
    }
}
