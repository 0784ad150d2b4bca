package messenger.xio.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import messenger.spi.LinkFault;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.FabricWorker;
import messenger.xio.fabric.RecordingHandler;
import messenger.xio.posix.UnixSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The directory of the sockets: who may use it, and what is left in it. */
@Timeout(60)
class SocketDirectoryTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 6800);

    @TempDir
    private Path temporary;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void directoryIsMadeForItsOwnerOnly() throws Exception {
        Path directory = temporary.resolve("sockets");
        new ShmFabric(directory, Set.of()).close();
        assertEquals("rwx------", mode(directory));
        new ShmFabric(directory, Set.of()).close();
    }

    @Test
    void directoryForSeveralUsersCanBeEnteredByThem() throws Exception {
        Path directory = temporary.resolve("sockets");
        new ShmFabric(directory, Set.of(4711)).close();
        assertEquals("rwx--x--x", mode(directory));
    }

    @Test
    void directoryThatLetsOthersInIsRefused() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("sockets"));
        mode(directory, "rwxr-x---");
        IOException e = assertThrows(IOException.class, () -> new ShmFabric(directory, Set.of()));
        assertTrue(e.getMessage().contains("0750") && e.getMessage().contains("0700"), e.getMessage());
    }

    @Test
    void directoryInWhichOthersCanPutSocketsIsRefusedEvenIfTheyAreAllowed() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("sockets"));
        mode(directory, "rwxrwxrwx");
        IOException e = assertThrows(IOException.class, () -> new ShmFabric(directory, Set.of(4711)));
        assertTrue(e.getMessage().contains("0777") && e.getMessage().contains("0711"), e.getMessage());
    }

    @Test
    void linkToADirectoryIsRefused() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("sockets"));
        mode(directory, "rwx------");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), directory);
        IOException e = assertThrows(IOException.class, () -> new ShmFabric(link, Set.of()));
        assertTrue(e.getMessage().contains("not a directory"), e.getMessage());
    }

    @Test
    void directoryThatCannotBeMadeIsNamed() {
        Path directory = temporary.resolve("missing").resolve("sockets");
        IOException e = assertThrows(IOException.class, () -> new ShmFabric(directory, Set.of()));
        assertTrue(e.getMessage().contains(directory.toString()), e.getMessage());
    }

    @Test
    @Tag("root")
    void directoryOfAnotherUserIsRefused() throws Exception {
        Path directory = Files.createDirectory(temporary.resolve("sockets"));
        mode(directory, "rwx------");
        Files.setAttribute(directory, "unix:uid", 65534);
        IOException e = assertThrows(IOException.class, () -> new ShmFabric(directory, Set.of()));
        assertTrue(e.getMessage().contains("65534"), e.getMessage());
        new ShmFabric(directory, Set.of(65534)).close();
    }

    @Test
    void directoryThatBecameUnsafeIsNotDialledInto() throws Exception {
        Path directory = temporary.resolve("sockets");
        ShmFabric fabric = new ShmFabric(directory, Set.of());
        try (FabricWorker worker = new FabricWorker(fabric, "worker")) {
            mode(directory, "rwxrwxrwx");
            LinkFault fault = dial(fabric, worker, ADDRESS).closed();
            assertEquals(LinkFault.Kind.IO, fault.kind());
            assertTrue(fault.text().contains("0777"), fault.text());
        }
    }

    private static RecordingHandler dial(ShmFabric fabric, FabricWorker worker, InetSocketAddress address) {
        RecordingHandler handler = new RecordingHandler(worker);
        fabric.connect(worker.queue(), address, RawPeer.SETTINGS, ByteBuffer.allocate(0), handler);
        return handler;
    }

    @Test
    void pathThatIsTooLongForASocketIsNamed() throws Exception {
        Path directory = temporary.resolve("x".repeat(100));
        ShmFabric fabric = new ShmFabric(directory, Set.of());
        try (FabricWorker worker = new FabricWorker(fabric, "worker")) {
            IOException e =
                    assertThrows(IOException.class, () -> fabric.listen(worker.queue(), ADDRESS, incoming -> {}));
            assertTrue(e.getMessage().contains("107") && e.getMessage().contains("shorter"), e.getMessage());
            LinkFault fault = dial(fabric, worker, ADDRESS).closed();
            assertTrue(fault.text().contains("107"), fault.text());
            assertEquals(List.of(), files(directory));
        }
    }

    @Test
    void unresolvedAddressIsAFault() throws Exception {
        ShmFabric fabric = new ShmFabric(temporary.resolve("sockets"), Set.of());
        try (FabricWorker worker = new FabricWorker(fabric, "worker")) {
            LinkFault fault = dial(fabric, worker, InetSocketAddress.createUnresolved("nowhere.invalid", 1))
                    .closed();
            assertTrue(fault.text().contains("nowhere.invalid"), fault.text());
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void listenerLeavesNoFile() throws Exception {
        Path directory = temporary.resolve("sockets");
        ShmFabric fabric = new ShmFabric(directory, Set.of());
        try (FabricWorker worker = new FabricWorker(fabric, "worker")) {
            FabricListener listener = fabric.listen(worker.queue(), ADDRESS, incoming -> {});
            assertEquals("rw-------", mode(directory.resolve("xio-127.0.0.1-6800.sock")));
            listener.close();
            assertEquals(List.of(), files(directory));
        }
    }

    @Test
    void socketThatNobodyListensAtIsReplaced() throws Exception {
        Path directory = temporary.resolve("sockets");
        ShmFabric fabric = new ShmFabric(directory, Set.of());
        Path path = directory.resolve("xio-127.0.0.1-6800.sock");
        UnixSocket.listen(path, 1).close();
        assertTrue(Files.exists(path));
        try (FabricWorker worker = new FabricWorker(fabric, "worker")) {
            assertEquals(
                    LinkFault.Kind.REFUSED,
                    dial(fabric, worker, ADDRESS).closed().kind());
            try (FabricListener listener =
                    fabric.listen(worker.queue(), ADDRESS, incoming -> incoming.reject(ByteBuffer.allocate(0)))) {
                dial(fabric, worker, listener.address()).refused();
            }
            assertFalse(Files.exists(path));
        }
    }
}
