package messenger.xio.shm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import messenger.xio.posix.Descriptor;
import messenger.xio.posix.Memfd;

/**
 * The right to listen at an address: a lock on a file beside the socket. The kernel ends it with the process, so that
 * whoever gets it knows that a socket that is still there is a dead one's.
 */
final class AddressLock implements AutoCloseable {
    private final Path path;
    private final Descriptor file;

    private AddressLock(Path path, Descriptor file) {
        this.path = path;
        this.file = file;
    }

    /** Takes it, or returns null if somebody listens there. */
    static AddressLock take(SocketDirectory directory, InetSocketAddress address) throws IOException {
        Path path = directory.lock(address);
        while (true) {
            Descriptor file = Descriptor.open(path, Descriptor.O_RDWR | Descriptor.O_CREAT, 0600);
            if (!file.tryLock()) {
                file.close();
                return null;
            }
            // the one who had it before may have deleted the file between open and lock
            if (Memfd.status(file).links() > 0) {
                return new AddressLock(path, file);
            }
            file.close();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // the next one to listen there takes it as it is
        }
        file.close();
    }
}
