package messenger.bench.load;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;

/**
 * Client side of streams: sends as fast as the system takes it, from a thread of its own. What counts is the time until the
 * receiver has confirmed the last message.
 */
final class Stream implements Receiver {
    /** Bytes of a confirmation. */
    static final int CONFIRMATION = 64;

    private static final long PATIENCE_SECONDS = 60;
    private static final Duration WARM_PIECE = Duration.ofMillis(500);
    /** So many bytes are sent between two looks at the clock. */
    private static final int STRIDE = 64 << 10;

    private final Content content;
    private final Content confirmation = new Content(CONFIRMATION);
    private final LinkedBlockingQueue<Long> confirmed = new LinkedBlockingQueue<>();
    private final Channel channel;
    private final int stride;
    private long sent;

    Stream(MessagingSystem system, String address, int length) throws Exception {
        content = new Content(length);
        channel = system.connect(address, this);
        stride = Math.max(1, STRIDE / length);
    }

    @Override
    public void received(Channel from, ByteBuffer payload) {
        long all = Content.numberOf(payload);
        confirmation.check(payload, all);
        confirmed.add(all);
    }

    /** Warms up and measures. */
    Measurement run(Load load) throws Exception {
        while (!load.warmup().isOver()) {
            send(WARM_PIECE);
        }
        Usage usage = new Usage(load.server());
        long before = sent;
        usage.start();
        send(load.seconds());
        return usage.end(sent - before);
    }

    private void send(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            for (int i = 0; i < stride; i++) {
                channel.send(content.length(), content.number(sent++));
            }
        }
        channel.send(content.length(), content.number(sent++ | Content.CONFIRM));
        channel.flush();
        Long all = confirmed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (all == null || all != sent) {
            Failure.end(sent + " messages were sent, " + (all == null ? "none" : all) + " confirmed after "
                    + PATIENCE_SECONDS + " s");
        }
    }
}
