package messenger.bench.load;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import messenger.bench.system.Channel;
import messenger.bench.system.Receiver;
import org.HdrHistogram.Histogram;

/** Round trips in one channel: what comes back is checked, its time is taken, and the next one sent from the callback. */
final class RoundTripChannel implements Receiver {
    private static final long PATIENCE_SECONDS = 20;

    private final Content content;
    private final Phase phase;
    private final long[] sentAt;
    private final Times times;
    private final AtomicLong count = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private Channel channel;
    private Thread taker;
    private Histogram taken;
    private long sent;
    private long received;

    RoundTripChannel(int length, int depth, Phase phase, Times times) {
        this.content = new Content(length);
        this.phase = phase;
        this.times = times;
        this.sentAt = new long[depth];
    }

    void open(Channel opened) {
        channel = opened;
    }

    /** Sends the first message; the receiving thread goes on from there, up to the full depth. */
    synchronized void start() {
        send(channel, System.nanoTime());
        channel.flush();
    }

    private void send(Channel to, long now) {
        sentAt[(int) (sent % sentAt.length)] = now;
        to.send(content.length(), content.number(sent++));
    }

    @Override
    public void received(Channel from, ByteBuffer payload) {
        if (received == 0) {
            awaitStart();
        }
        long now = System.nanoTime();
        content.check(payload, received);
        if (phase.isMeasuring()) {
            take(now - sentAt[(int) (received % sentAt.length)]);
        }
        received++;
        count.lazySet(received);
        if (phase.isStopped()) {
            if (sent == received) {
                end.countDown();
            }
            return;
        }
        send(from, now);
        if (sent - received < sentAt.length) {
            send(from, now);
        }
    }

    /** The channel is for one thread at a time, and the first answer may be here before its request's flush has returned. */
    private synchronized void awaitStart() {
        // the lock is all
    }

    private void take(long time) {
        if (taker != Thread.currentThread()) {
            taker = Thread.currentThread();
            taken = times.own();
        }
        taken.recordValue(time);
    }

    /** Messages that have come back. */
    long count() {
        return count.get();
    }

    /** Waits until everything has come back after the stop. */
    void awaitEnd() throws InterruptedException {
        if (!end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            Failure.end("messages are missing " + PATIENCE_SECONDS + " s after the last was sent: " + count.get()
                    + " have come back");
        }
    }
}
