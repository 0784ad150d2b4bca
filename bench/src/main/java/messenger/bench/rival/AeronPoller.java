package messenger.bench.rival;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.function.Supplier;
import messenger.bench.system.Receiver;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** Polls a subscription on a thread of its own, and hands whole messages to a receiver. */
final class AeronPoller implements AutoCloseable, FragmentHandler {
    private static final int FRAGMENT_LIMIT = 256;

    private final Subscription subscription;
    private final IdleStrategy idle;
    private final AeronChannel channel;
    private final Supplier<Receiver> receivers;
    private final AeronViews views = new AeronViews();
    private final Thread thread =
            Thread.ofPlatform().name("aeron-poller").daemon().unstarted(this::poll);
    private Receiver receiver;
    private volatile boolean closed;

    AeronPoller(Subscription subscription, IdleStrategy idle, AeronChannel channel, Supplier<Receiver> receivers) {
        this.subscription = subscription;
        this.idle = idle;
        this.channel = channel;
        this.receivers = receivers;
    }

    void start() {
        thread.start();
    }

    private void poll() {
        while (!subscription.isConnected() && !closed) {
            idle.idle();
        }
        receiver = receivers.get();
        FragmentHandler assembler = new FragmentAssembler(this);
        while (!closed) {
            idle.idle(subscription.poll(assembler, FRAGMENT_LIMIT));
        }
    }

    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        channel.receiving(buffer, offset, length);
        receiver.received(channel, views.of(buffer, offset, length));
    }

    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
