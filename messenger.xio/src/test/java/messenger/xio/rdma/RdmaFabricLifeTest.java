package messenger.xio.rdma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.FabricWorker;
import messenger.xio.fabric.QueueSettings;
import messenger.xio.fabric.RecordingHandler;
import messenger.xio.verbs.ProviderKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fabrics that come and go, as with their bundle. */
@Tag("rdma")
@Timeout(120)
class RdmaFabricLifeTest {
    private static final QueueSettings SETTINGS = new QueueSettings(4096, 32, 32, 4);

    /** Connections, both ends of each, that have more pages of queues than a spacer of siw. */
    private static final int MANY = 60;

    private static List<String> descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(RdmaFabricLifeTest::target)
                    .filter(target -> target.contains("infiniband") || target.contains("anon_inode"))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static void connect(String address) throws Exception {
        try (Fabric fabric = new RdmaFabric(ProviderKind.OWN);
                FabricWorker worker = new FabricWorker(fabric, "worker")) {
            RecordingHandler accepting = new RecordingHandler(worker);
            RecordingHandler dialling = new RecordingHandler(worker);
            try (FabricListener listener = fabric.listen(
                    worker.queue(),
                    new InetSocketAddress(address, 0),
                    incoming -> incoming.accept(worker.queue(), SETTINGS, ByteBuffer.allocate(0), accepting))) {
                fabric.connect(worker.queue(), listener.address(), SETTINGS, ByteBuffer.allocate(8), dialling);
                dialling.connected();
                accepting.connected();
            }
        }
    }

    @Test
    void fabricThatHasEndedLeavesNoDescriptor() throws Exception {
        List<String> before = descriptors();
        for (int i = 0; i < 3; i++) {
            connect("10.77.0.1");
            connect("10.77.1.1");
            assertEquals(before, descriptors());
        }
    }

    /** All fabrics of a process share a context of a device, in which the queues of each have a part of one file. */
    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.1", "10.77.1.1"})
    void anotherFabricThatEndsTakesNothingAwayFromOneThatGoesOn(String address) throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(address, 0);
        Fabric other = new RdmaFabric(ProviderKind.OWN);
        FabricWorker otherWorker = new FabricWorker(other, "other");
        other.listen(otherWorker.queue(), anyPort, incoming -> incoming.reject(ByteBuffer.allocate(0)));
        try (Fabric fabric = new RdmaFabric(ProviderKind.OWN);
                FabricWorker worker = new FabricWorker(fabric, "worker")) {
            BlockingQueue<RecordingHandler> accepted = new LinkedBlockingQueue<>();
            FabricListener listener = fabric.listen(worker.queue(), anyPort, incoming -> {
                RecordingHandler accepting = new RecordingHandler(worker);
                incoming.accept(worker.queue(), SETTINGS, ByteBuffer.allocate(0), accepting);
                accepted.add(accepting);
            });
            otherWorker.close();
            other.close();
            for (int i = 0; i < MANY; i++) {
                RecordingHandler dialling = new RecordingHandler(worker);
                fabric.connect(worker.queue(), listener.address(), SETTINGS, ByteBuffer.allocate(8), dialling);
                dialling.connected();
                accepted.take().connected();
            }
        }
    }

    @Test
    void devicesCanBeTakenAwayAfterTheFabricHasEnded() throws Exception {
        connect("10.77.0.1");
        run("rdma", "link", "delete", "rxe0");
        run("rdma", "link", "add", "rxe0", "type", "rxe", "netdev", "dummy0");
        connect("10.77.0.1");
    }

    @Test
    void otherProviderIsRefusedWhileOneIsInUse() throws Exception {
        try (Fabric fabric = new RdmaFabric(ProviderKind.OWN)) {
            IOException e = assertThrows(IOException.class, () -> new RdmaFabric(ProviderKind.DISNI));
            assertTrue(e.getMessage().contains("only one at a time"), e.getMessage());
            assertEquals("rdma", fabric.name());
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> String.join(" ", command) + " does not end");
        assertEquals(0, process.exitValue(), () -> String.join(" ", command));
    }
}
