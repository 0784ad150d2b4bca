package messenger.bench.rival;

import io.aeron.Aeron;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Aeron over shared memory or over UDP on loopback, with a media driver in the process that listens.
 *
 * <p>Needs {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED} in both processes. One channel only.
 */
public final class AeronSystem implements MessagingSystem {
    private static final int REQUESTS = 1001;
    private static final int RESPONSES = 1002;
    private static final int TERM_LENGTH = 16 << 20;
    /** Loopback carries the largest datagram that Aeron sends in one packet. */
    private static final int MTU = Configuration.MAX_UDP_PAYLOAD_LENGTH;

    private static final int SOCKET_BUFFER = 2 << 20;
    private static final int SPINS = 10;
    private static final int YIELDS = 200;
    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What a polling thread, or a sender under back-pressure, does while there is nothing to do. */
    public enum Idle {
        /** Spins, yields, then parks for longer and longer. */
        BACKOFF,
        /** Spins, then yields. */
        YIELD,
        /** Spins. */
        SPIN;

        IdleStrategy strategy() {
            return switch (this) {
                // parks late: on two cores the time is better given to the driver and the peer
                case BACKOFF ->
                    new BackoffIdleStrategy(
                            SPINS, YIELDS, Configuration.IDLE_MIN_PARK_NS, Configuration.IDLE_MAX_PARK_NS);
                case YIELD -> new YieldingIdleStrategy();
                case SPIN -> new BusySpinIdleStrategy();
            };
        }
    }

    private final boolean ipc;
    private final Idle idle;
    private MediaDriver driver;
    private Aeron aeron;
    private AeronPoller poller;

    /** @param ipc whether by shared memory, not by UDP */
    public AeronSystem(boolean ipc, Idle idle) {
        this.ipc = ipc;
        this.idle = idle;
    }

    @Override
    public String listen(Supplier<Receiver> receivers) throws IOException {
        String directory = "/dev/shm/aeron-bench-" + UUID.randomUUID();
        // a process that is ended without close() leaves nothing in memory either
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> IoUtil.delete(new File(directory), true), "aeron-cleanup"));
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
                .aeronDirectoryName(directory)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                // every datagram passes through the driver, what goes through shared memory does not
                .sharedIdleStrategy((ipc ? Idle.BACKOFF : Idle.YIELD).strategy())
                .termBufferSparseFile(false));
        String requests = ipc ? ipc() : udp(freePort());
        String responses = ipc ? ipc() : udp(freePort());
        open(directory);
        Subscription subscription = aeron.addSubscription(requests, REQUESTS);
        ExclusivePublication publication = aeron.addExclusivePublication(responses, RESPONSES);
        poll(subscription, new AeronChannel(publication, idle.strategy()), receivers);
        return directory + ';' + requests + ';' + responses;
    }

    @Override
    public Channel connect(String address, Receiver receiver) {
        if (aeron != null) {
            throw new UnsupportedOperationException("there is one publication each way, hence one channel only");
        }
        String[] parts = address.split(";", -1);
        open(parts[0]);
        Subscription subscription = aeron.addSubscription(parts[2], RESPONSES);
        ExclusivePublication publication = aeron.addExclusivePublication(parts[1], REQUESTS);
        awaitConnected(publication, subscription);
        AeronChannel channel = new AeronChannel(publication, idle.strategy());
        poll(subscription, channel, () -> receiver);
        return channel;
    }

    private void open(String directory) {
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory).preTouchMappedMemory(true));
    }

    private void poll(Subscription subscription, AeronChannel channel, Supplier<Receiver> receivers) {
        poller = new AeronPoller(subscription, idle.strategy(), channel, receivers);
        poller.start();
    }

    private static void awaitConnected(ExclusivePublication publication, Subscription subscription) {
        long begin = System.nanoTime();
        while (!publication.isConnected() || !subscription.isConnected()) {
            if (System.nanoTime() - begin > CONNECT_TIMEOUT_NANOS) {
                throw new IllegalStateException("nobody listens at " + publication.channel());
            }
            Thread.onSpinWait();
        }
    }

    private static String ipc() {
        return new ChannelUriStringBuilder()
                .media(CommonContext.IPC_MEDIA)
                .termLength(TERM_LENGTH)
                .mtu(MTU)
                .build();
    }

    private static String udp(int port) throws IOException {
        int buffer = grantedSocketBuffer();
        return new ChannelUriStringBuilder()
                .media(CommonContext.UDP_MEDIA)
                .endpoint("127.0.0.1:" + port)
                .termLength(TERM_LENGTH)
                .mtu(MTU)
                .socketSndbufLength(buffer)
                .socketRcvbufLength(buffer)
                .receiverWindowLength(buffer)
                .build();
    }

    /** A window beyond what the kernel buffers would lose datagrams, so the driver refuses it. */
    private static int grantedSocketBuffer() throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            probe.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            int granted = Math.min(
                    probe.getOption(StandardSocketOptions.SO_SNDBUF), probe.getOption(StandardSocketOptions.SO_RCVBUF));
            return Math.min(SOCKET_BUFFER, granted);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(poller, aeron, driver);
    }
}
