package messenger.simple;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import messenger.spi.support.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket and the platform thread that takes connections from it. */
final class Accepter {
    private static final Logger LOG = LoggerFactory.getLogger(Accepter.class);

    /** Between two attempts while the system gives no socket. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final Consumer<SocketChannel> taker;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Starts to accept.
     *
     * @param channel bound, blocking; belongs to the accepter from now on
     * @param taker is given each connection, on the accepter's thread
     */
    Accepter(String name, ServerSocketChannel channel, Consumer<SocketChannel> taker) throws IOException {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.taker = taker;
        this.thread = DaemonThreads.unstarted(name, this::run);
        thread.start();
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return address;
    }

    private void run() {
        boolean failing = false;
        while (closing.getCount() > 0) {
            try {
                taker.accept(channel.accept());
                failing = false;
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                if (!failing) {
                    LOG.error(
                            "{} accepts nothing at {}: {}; tries again every {} ms. If files are short, raise the limit"
                                    + " (ulimit -n)",
                            thread.getName(),
                            address,
                            e.toString(),
                            PAUSE.toMillis());
                }
                failing = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.warn("{} was interrupted, which has no meaning; it goes on", thread.getName());
        }
    }

    /** Stops listening; the port is free when this returns. Waits for the thread up to {@code timeout}. */
    void close(Duration timeout) {
        closing.countDown();
        try {
            channel.close();
            if (Thread.currentThread() != thread && !thread.join(timeout)) {
                LOG.error("{} has not ended within {}", thread.getName(), timeout);
            }
        } catch (IOException e) {
            LOG.warn("listening socket {} closed with an error", address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
