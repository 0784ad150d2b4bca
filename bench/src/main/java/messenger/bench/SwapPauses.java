package messenger.bench;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;
import messenger.xio.XioMessenger;
import messenger.xio.XioSettings;
import org.HdrHistogram.Histogram;

/**
 * The longest time between two dispatches while a session at 10,000 messages a second changes its transport, between TCP
 * and shared memory: in windows with a swap and in others without, one after the other; and when the transport that carries
 * it is stopped, with another one up and without.
 *
 * <p>Arguments: number of swaps (200), number of stops of each kind (20).
 */
public final class SwapPauses {
    private static final int RATE = 10_000;
    private static final int SIZE = 64;
    private static final long WINDOW = Duration.ofMillis(50).toNanos();
    private static final long LIMIT = Duration.ofSeconds(30).toNanos();

    private final Path directory;
    private final CoreRuntime runtime = CoreRuntime.create();
    private final CoreEndpoint server = endpoint("osd.0", Policy.statefulServer());
    private final CoreEndpoint client = endpoint("client.1", Policy.losslessClient());
    private final Gaps gaps = new Gaps();
    private final Thread sender = Thread.ofPlatform().name("sender").daemon().unstarted(this::send);
    private AutoCloseable clientTcp;
    private Connection connection;
    private volatile boolean enough;
    private volatile long accepted;

    private SwapPauses(Path directory) {
        this.directory = directory;
    }

    private CoreEndpoint endpoint(String name, Policy policy) {
        EndpointSettings settings = EndpointSettings.of(name)
                .defaultPolicy(policy)
                .swapAutomatic(false)
                .initialBackoff(Duration.ofMillis(10))
                .maxBackoff(Duration.ofMillis(100))
                .build();
        return new CoreEndpoint(settings, runtime);
    }

    /** Notes when messages are dispatched. */
    private static final class Gaps implements Dispatcher {
        private final AtomicLong dispatched = new AtomicLong();
        private volatile long latest = System.nanoTime();
        private volatile long worst;

        @Override
        public boolean dispatch(Message message) {
            long now = System.nanoTime();
            worst = Math.max(worst, now - latest);
            latest = now;
            if (message.tid() != dispatched.incrementAndGet()) {
                throw new IllegalStateException("message " + message.tid() + " was dispatched as number " + dispatched);
            }
            return true;
        }

        void begin() {
            worst = 0;
        }

        long end() {
            return Math.max(worst, System.nanoTime() - latest);
        }
    }

    /** Prints the figures. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("swap-pauses");
        SwapPauses bench = new SwapPauses(directory);
        bench.run(args.length > 0 ? Integer.parseInt(args[0]) : 200, args.length > 1 ? Integer.parseInt(args[1]) : 20);
    }

    private AutoCloseable tcp(CoreEndpoint endpoint) {
        return new SimpleMessenger(
                endpoint, SimpleSettings.builder().threads(1).ports(0, 0).build());
    }

    private XioMessenger xio(CoreEndpoint endpoint) {
        return new XioMessenger(
                endpoint,
                XioSettings.builder()
                        .fabric(XioSettings.FabricChoice.SHM)
                        .shmDirectory(directory)
                        .portals(1)
                        .ports(0, 0)
                        .build());
    }

    private void run(int swaps, int stops) throws Exception {
        server.addDispatcher(gaps, null, 0);
        AutoCloseable serverTcp = tcp(server);
        EntityAddress bound = server.messenger().bind(EntityAddress.parse("tcp://127.0.0.1:0"));
        clientTcp = tcp(client);
        XioMessenger serverXio = xio(server);
        server.messenger().bind(EntityAddress.parse("xio://127.0.0.1:0"));
        XioMessenger clientXio = xio(client);
        connection = client.messenger().connect(EntityType.OSD, bound);
        sender.start();
        for (int i = 0; i < 20; i++) {
            swap(i);
        }
        long[] with = new long[swaps];
        long[] without = new long[swaps];
        for (int i = 0; i < swaps; i++) {
            without[i] = window(() -> {});
            int number = i;
            with[i] = window(() -> swap(number));
        }
        long[] stopped = new long[stops];
        for (int i = 0; i < stops; i++) {
            connection.swap("simple");
            awaitLink("simple");
            stopped[i] = window(() -> {
                clientTcp.close();
                awaitLink("xio");
            });
            clientTcp = tcp(client);
        }
        clientXio.close();
        serverXio.close();
        connection.swap(null);
        awaitLink("simple");
        long[] restarted = new long[stops];
        for (int i = 0; i < stops; i++) {
            restarted[i] = window(() -> {
                clientTcp.close();
                clientTcp = tcp(client);
                awaitLink("simple");
            });
        }
        enough = true;
        sender.join();
        await("all messages", () -> gaps.dispatched.get() == accepted);
        print("no change", without);
        print("swap", with);
        print("stop, other transport up", stopped);
        print("stop and start, no other", restarted);
        System.out.printf("%d messages, each dispatched once and in order%n", gaps.dispatched.get());
        client.close();
        server.close();
        clientTcp.close();
        serverTcp.close();
        runtime.close();
    }

    private interface Action {
        void run() throws Exception;
    }

    private long window(Action action) throws Exception {
        long begin = System.nanoTime();
        gaps.begin();
        action.run();
        while (System.nanoTime() - begin < WINDOW) {
            LockSupport.parkNanos(1_000_000);
        }
        return gaps.end();
    }

    private void swap(int number) {
        String type = number % 2 == 0 ? "xio" : "simple";
        connection.swap(type);
        awaitLink(type);
    }

    private void awaitLink(String type) {
        await("a link by " + type, () -> {
            var state = connection.state();
            return state.state.equals("OPEN") && state.link != null && state.link.transport.equals(type);
        });
    }

    private interface Condition {
        boolean holds();
    }

    private void await(String what, Condition condition) {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > LIMIT) {
                throw new IllegalStateException("waited in vain for " + what + ": " + connection.state());
            }
            LockSupport.parkNanos(200_000);
        }
    }

    private void send() {
        long begin = System.nanoTime();
        try {
            while (!enough) {
                long due = (System.nanoTime() - begin) / (1_000_000_000L / RATE);
                while (accepted < due && !enough) {
                    Message message = Message.builder(1)
                            .tid(accepted + 1)
                            .front(ByteBuffer.allocate(SIZE))
                            .build();
                    if (connection.send(message) == SendResult.ACCEPTED) {
                        accepted++;
                    }
                }
                LockSupport.parkNanos(100_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String what, long[] nanos) {
        if (nanos.length > 0) {
            Histogram gaps = new Histogram(3);
            Arrays.stream(nanos).forEach(gaps::recordValue);
            System.out.printf(
                    Locale.ROOT,
                    "%-26s longest gap in a window: p50 %.2f ms, p95 %.2f ms, max %.2f ms (%d windows)%n",
                    what,
                    gaps.getValueAtPercentile(50) / 1e6,
                    gaps.getValueAtPercentile(95) / 1e6,
                    gaps.getMaxValue() / 1e6,
                    nanos.length);
        }
    }
}
