package messenger.xio.shm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import messenger.spi.LinkFault;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.FabricWorker;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.RecordingHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, one of which dies, is elsewhere, is somebody else's, or runs out of something. */
@Timeout(120)
class ShmProcessesTest {
    private static final String NOBODY = "65534";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    @TempDir
    private Path temporary;

    private Path directory;
    private ShmFabric fabric;
    private FabricWorker worker;

    @BeforeEach
    void open() throws Exception {
        directory = temporary.resolve("sockets");
        open(Set.of());
    }

    private void open(Set<Integer> users) throws IOException {
        fabric = new ShmFabric(directory, users);
        worker = new FabricWorker(fabric, "parent");
    }

    @AfterEach
    void end() {
        worker.close();
        fabric.close();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private record Dialled(QueuePair pair, RecordingHandler handler) {
        void send(byte... bytes) {
            pair.post(pair.claim().put(bytes));
            pair.flush();
        }
    }

    private Dialled dial(int port) {
        RecordingHandler handler = new RecordingHandler(worker);
        return new Dialled(
                fabric.connect(worker.queue(), loopback(port), ShmChild.SETTINGS, NOTHING, handler), handler);
    }

    /** Sends and gets back some datagrams, then reads the other process's memory. */
    private void exchange(Dialled dialled) throws Exception {
        dialled.handler().connected();
        for (int i = 0; i < 200; i++) {
            dialled.send((byte) i, (byte) 1);
            assertArrayEquals(new byte[] {(byte) i, 1}, dialled.handler().datagram());
        }
        dialled.send();
        ByteBuffer place = ByteBuffer.wrap(dialled.handler().datagram()).order(ByteOrder.LITTLE_ENDIAN);
        long key = place.getLong();
        long address = place.getLong();
        try (MemfdRegion target = new MemfdRegion(ShmChild.REGION)) {
            worker.call(() -> dialled.pair().read(target, target.address(), ShmChild.REGION, address, key, 9));
            assertEquals(9, dialled.handler().transfer());
            for (int i = 0; i < ShmChild.REGION; i++) {
                assertEquals((byte) i, target.bytes().get(ValueLayout.JAVA_BYTE, i));
            }
        }
    }

    @Test
    void twoProcessesExchangeDatagramsAndMemory() throws Exception {
        try (ChildProcess child = ChildProcess.start("listen", directory.toString(), "-1", "0")) {
            Dialled dialled = dial(Integer.parseInt(child.line("port")));
            exchange(dialled);
            dialled.pair().close(LinkFault.local("enough of it"));
            child.line("connected");
            assertTrue(child.line("closed").contains("enough of it"));
        }
    }

    @Test
    void killedPeerIsNoticedAndLeavesNothing() throws Exception {
        int descriptors = OpenFiles.descriptors().size();
        long mappings = OpenFiles.mappings();
        try (ChildProcess child = ChildProcess.start("listen", directory.toString(), "-1", "0")) {
            Dialled dialled = dial(Integer.parseInt(child.line("port")));
            exchange(dialled);
            assertTrue(OpenFiles.mappings() > mappings);
            child.close();
            assertEquals(LinkFault.Kind.IO, dialled.handler().closed().kind());
        }
        worker.call(() -> null);
        assertEquals(mappings, OpenFiles.mappings());
        assertEquals(descriptors, OpenFiles.descriptors().size());
    }

    @Test
    void killedListenerLeavesAnAddressThatRefusesAndCanBeTaken() throws Exception {
        int port;
        try (ChildProcess child = ChildProcess.start("listen", directory.toString(), "-1", "0")) {
            port = Integer.parseInt(child.line("port"));
        }
        assertTrue(Files.exists(directory.resolve("xio-127.0.0.1-" + port + ".sock")));
        assertEquals(LinkFault.Kind.REFUSED, dial(port).handler().closed().kind());
        try (FabricListener listener =
                fabric.listen(worker.queue(), loopback(port), incoming -> incoming.reject(NOTHING))) {
            dial(listener.address().getPort()).handler().refused();
        }
    }

    @Test
    void lackOfDescriptorsIsNamed() throws Exception {
        try (ChildProcess listener = ChildProcess.start("listen", directory.toString(), "-1", "0")) {
            String port = listener.line("port");
            try (ChildProcess child = limited("ulimit -n 80", "exhaust", port)) {
                String fault = child.line("fault");
                assertTrue(fault.contains("EMFILE") && fault.contains("ulimit -n"), fault);
            }
        }
    }

    @Test
    void lackOfSharedMemoryIsNamed() throws Exception {
        try (ChildProcess listener = ChildProcess.start("listen", directory.toString(), "-1", "0")) {
            String port = listener.line("port");
            try (ChildProcess child = limited("ulimit -f 16", "exhaust", port)) {
                String fault = child.line("fault");
                assertTrue(fault.contains("bytes of shared memory") && fault.contains("ulimit -f"), fault);
            }
        }
    }

    private ChildProcess limited(String limit, String what, String port) throws IOException {
        return ChildProcess.start(
                List.of("bash", "-c", limit + "; exec \"$@\"", "limited"),
                System.getProperty("java.class.path"),
                what,
                directory.toString(),
                "-1",
                port);
    }

    @Test
    @Tag("root")
    void processesOfDifferentNetworkNamespacesMeet() throws Exception {
        try (ChildProcess child = ChildProcess.start(
                List.of("unshare", "-n"),
                System.getProperty("java.class.path"),
                "listen",
                directory.toString(),
                "-1",
                "0")) {
            exchange(dial(Integer.parseInt(child.line("port"))));
        }
    }

    /** A class path and a directory that any user can read. */
    private String sharedClassPath() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path copy = temporary.resolve("class-path-" + copies.size());
            if (Files.isDirectory(Path.of(entry)) || entry.contains("messenger") || entry.contains("slf4j")) {
                copies.add(copy.toString());
                copy(Path.of(entry), copy);
            }
        }
        return String.join(":", copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.copy(file, target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private ChildProcess asNobody(String what, int port) throws IOException {
        return ChildProcess.start(
                List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups"),
                sharedClassPath(),
                what,
                directory.toString(),
                "0",
                Integer.toString(port));
    }

    private FabricListener listen(List<RecordingHandler> accepted, List<QueuePair> pairs) throws IOException {
        return fabric.listen(worker.queue(), loopback(0), incoming -> {
            RecordingHandler handler = new RecordingHandler(worker);
            pairs.add(incoming.accept(worker.queue(), ShmChild.SETTINGS, NOTHING, handler));
            accepted.add(handler);
        });
    }

    @Test
    @Tag("root")
    void anotherUsersProcessIsTurnedAway() throws Exception {
        List<RecordingHandler> accepted = new ArrayList<>();
        try (FabricListener listener = listen(accepted, new ArrayList<>())) {
            int port = listener.address().getPort();
            Path socket = directory.resolve("xio-127.0.0.1-" + port + ".sock");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            try (ChildProcess child = asNobody("intrude", port)) {
                assertEquals("0", child.line("read"));
            }
            assertEquals(List.of(), accepted);
        }
    }

    @Test
    @Tag("root")
    void anAllowedUsersProcessExchangesDatagramsButNoMemory() throws Exception {
        end();
        Files.delete(directory);
        open(Set.of(Integer.parseInt(NOBODY)));
        List<RecordingHandler> accepted = new ArrayList<>();
        List<QueuePair> pairs = new ArrayList<>();
        try (FabricListener listener = listen(accepted, pairs);
                ChildProcess child = asNobody("dial", listener.address().getPort());
                MemfdRegion region = new MemfdRegion(4096)) {
            while (worker.call(accepted::size) == 0) {
                Thread.onSpinWait();
            }
            assertArrayEquals(new byte[] {1}, accepted.getFirst().datagram());
            assertEquals(QueuePair.NO_KEY, pairs.getFirst().export(region));
            pairs.getFirst().post(pairs.getFirst().claim().put(new byte[5]));
            pairs.getFirst().flush();
            assertEquals("5", child.line("answer"));
        }
    }
}
