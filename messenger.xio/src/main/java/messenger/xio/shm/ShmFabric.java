package messenger.xio.shm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.Device;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;

/**
 * Connects processes of one host through shared memory. Who listens at {@code IP:PORT} has a Unix domain socket {@code
 * xio-IP-PORT.sock} in a directory that all of them use, so that peers in other network namespaces are reached, too.
 */
public final class ShmFabric implements Fabric {
    private static final int FIRST_FREE_PORT = 49152;
    private static final int FREE_PORTS = 65536 - FIRST_FREE_PORT;

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final SocketDirectory directory;
    private final long handshakeNanos;
    private final List<ShmCompletionQueue> queues = new CopyOnWriteArrayList<>();

    /**
     * @param directory of the sockets, made if it is not there; only this user may have access
     * @param users numbers of other users whose processes may connect, and be connected to, as well
     * @throws IOException if the directory cannot be made, belongs to somebody else, or lets others in
     */
    public ShmFabric(Path directory, Set<Integer> users) throws IOException {
        this(directory, users, HANDSHAKE);
    }

    /**
     * @param handshake how long a peer has for its part of a handshake
     */
    ShmFabric(Path directory, Set<Integer> users, Duration handshake) throws IOException {
        handshakeNanos = handshake.toNanos();
        this.directory = new SocketDirectory(directory, users);
        this.directory.create();
    }

    @Override
    public String name() {
        return "shm";
    }

    @Override
    public CompletionQueue open(String name) throws IOException {
        queues.removeIf(ShmCompletionQueue::isClosed);
        ShmCompletionQueue queue = new ShmCompletionQueue(name, handshakeNanos);
        queues.add(queue);
        return queue;
    }

    @Override
    public FabricListener listen(CompletionQueue queue, InetSocketAddress address, Consumer<IncomingConnection> taker)
            throws IOException {
        directory.create();
        InetSocketAddress chosen = address;
        AddressLock lock = null;
        if (address.getPort() != 0) {
            lock = AddressLock.take(directory, address);
        } else {
            int first = ThreadLocalRandom.current().nextInt(FREE_PORTS);
            for (int i = 0; i < FREE_PORTS && lock == null; i++) {
                chosen = new InetSocketAddress(address.getAddress(), FIRST_FREE_PORT + (first + i) % FREE_PORTS);
                lock = AddressLock.take(directory, chosen);
            }
        }
        if (lock == null) {
            throw new IOException("the address " + Addresses.text(chosen) + " is in use: a process listens at "
                    + directory.socket(chosen) + "; end it, or use another port");
        }
        try {
            return new ShmListener((ShmCompletionQueue) queue, directory, chosen, taker, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public QueuePair connect(
            CompletionQueue queue,
            InetSocketAddress address,
            QueueSettings settings,
            ByteBuffer privateData,
            QueuePairHandler handler) {
        ShmCompletionQueue worker = (ShmCompletionQueue) queue;
        Dialling dialling = new Dialling(directory, address, settings, copy(privateData));
        InetSocketAddress local = new InetSocketAddress(address.getAddress(), 0);
        ShmQueuePair pair = new ShmQueuePair(worker, settings, handler, local, address, dialling);
        worker.execute(pair::start);
        return pair;
    }

    static ByteBuffer copy(ByteBuffer privateData) {
        if (privateData.remaining() > PRIVATE_DATA_MAX) {
            throw new IllegalArgumentException(
                    privateData.remaining() + " bytes of private data; " + PRIVATE_DATA_MAX + " is the most");
        }
        byte[] bytes = new byte[privateData.remaining()];
        privateData.duplicate().get(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void forget(MemoryRegion region) {
        queues.forEach(queue -> queue.forget(region));
    }

    @Override
    public List<Device> devices() {
        return List.of();
    }

    @Override
    public void close() {}
}
