package messenger.bench.ours;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.Policy;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;
import messenger.simple.SimpleMessenger;
import messenger.simple.SimpleSettings;
import messenger.xio.XioMessenger;
import messenger.xio.XioSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the receiving thread allocates for a message that is fast dispatched: the message, and nothing besides. */
class AllocationTest {
    private static final int WARM = 400_000;
    private static final int MEASURED = 2_000_000;
    private static final int LENGTH = 64;
    /** Bytes of the message itself: the objects of {@link #OWN}, with the content. */
    private static final int MOST = 480;
    /** Of what a message consists. */
    private static final Set<String> OWN = Set.of(
            "messenger.core.ReceivedMessage",
            "messenger.core.ReceivedContent",
            "messenger.api.MessageHeader",
            "messenger.api.Sections",
            "messenger.spi.IncomingMessage",
            "java.nio.HeapByteBuffer",
            "[B");

    private final CoreRuntime runtime = CoreRuntime.create();
    private final CoreEndpoint server = endpoint("osd.0", Policy.statefulServer());
    private final CoreEndpoint client = endpoint("client.1", Policy.losslessClient());
    private final AtomicLong received = new AtomicLong();
    private final Map<String, Long> allocated = new ConcurrentHashMap<>();

    private CoreEndpoint endpoint(String name, Policy policy) {
        return new CoreEndpoint(EndpointSettings.of(name).defaultPolicy(policy).build(), runtime);
    }

    private static SimpleSettings tcp() {
        return SimpleSettings.builder().threads(1).ports(0, 0).build();
    }

    private static XioSettings shm(Path directory) {
        return XioSettings.builder()
                .fabric(XioSettings.FabricChoice.SHM)
                .shmDirectory(directory)
                .portals(1)
                .ports(0, 0)
                .build();
    }

    @Test
    void overTcpOnlyTheMessageIsAllocated() throws Exception {
        measure("tcp://127.0.0.1:0", "messenger-simple-osd.0-0", endpoint -> new SimpleMessenger(endpoint, tcp()));
    }

    @Test
    void overSharedMemoryOnlyTheMessageIsAllocated(@TempDir Path directory) throws Exception {
        measure("xio://127.0.0.1:0", "messenger-xio-osd.0-0", endpoint -> new XioMessenger(endpoint, shm(directory)));
    }

    private void measure(String bind, String thread, Function<CoreEndpoint, AutoCloseable> transport) throws Exception {
        server.addDispatcher(new Counting(), null, 0);
        try (AutoCloseable ofServer = transport.apply(server);
                AutoCloseable ofClient = transport.apply(client);
                RecordingStream recording = new RecordingStream()) {
            EntityAddress bound = server.messenger().bind(EntityAddress.parse(bind));
            Connection connection = client.messenger().connect(EntityType.OSD, bound);
            send(connection, WARM);
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
            recording.onEvent("jdk.ObjectAllocationSample", event -> note(event, thread));
            recording.startAsync();
            long before = allocatedBy(thread);
            send(connection, MEASURED);
            double each = (double) (allocatedBy(thread) - before) / MEASURED;
            recording.stop();
            System.out.printf("%s allocates %.0f bytes for each message: %s%n", thread, each, new TreeMap<>(allocated));
            long all = allocated.values().stream().mapToLong(weight -> weight).sum();
            long own = OWN.stream()
                    .mapToLong(name -> allocated.getOrDefault(name, 0L))
                    .sum();
            assertTrue(each <= MOST, () -> each + " bytes for each message of " + LENGTH);
            // the first reads after a pause may have the loop do other things
            assertTrue(own >= 0.98 * all, () -> "besides the message: " + new TreeMap<>(allocated));
        } finally {
            client.close();
            server.close();
            runtime.close();
        }
    }

    private void note(RecordedEvent event, String thread) {
        if (event.getThread() != null && thread.equals(event.getThread().getJavaName())) {
            allocated.merge(event.getClass("objectClass").getName(), event.getLong("weight"), Long::sum);
        }
    }

    private static long allocatedBy(String name) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.threadId()))
                .sum();
    }

    private void send(Connection connection, int count) throws InterruptedException {
        long last = received.get() + count;
        for (int i = 0; i < count; i++) {
            connection.send(
                    Message.builder(1000).front(ByteBuffer.allocate(LENGTH)).build());
        }
        while (received.get() < last) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private final class Counting implements Dispatcher {
        @Override
        public boolean canFastDispatch(MessageHeader header) {
            return true;
        }

        @Override
        public void fastDispatch(Message message) {
            received.lazySet(received.getPlain() + 1);
        }

        @Override
        public boolean dispatch(Message message) {
            return false;
        }
    }
}
