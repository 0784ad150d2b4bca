package messenger.xio;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import messenger.spi.LinkFault;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;

/**
 * The messenger's end of a connection: shows the test what the messenger posts and reads, and reports what the test says.
 * Thread safe.
 */
final class ScriptedPair implements QueuePair {
    /** What the peer adds to the offset in a region to address it. */
    static final long REMOTE_BASE = 0x1000_0000L;

    /** A transfer under way. */
    record Read(MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long id) {}

    final byte[] privateData;
    final QueueSettings settings;
    private final ScriptedQueue queue;
    private final QueuePairHandler handler;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final List<byte[]> posted = new ArrayList<>();
    private final Queue<byte[]> sent = new ArrayDeque<>();
    private final ArrayDeque<Read> reads = new ArrayDeque<>();
    private ByteBuffer claimed;
    private int free;
    private int withheld;
    private boolean withholding;
    private boolean exporting = true;
    private boolean lingering;
    private boolean closed;
    private LinkFault fault;

    ScriptedPair(
            ScriptedQueue queue,
            QueueSettings settings,
            byte[] privateData,
            QueuePairHandler handler,
            InetSocketAddress local,
            InetSocketAddress remote) {
        this.queue = queue;
        this.settings = settings;
        this.privateData = privateData;
        this.handler = handler;
        this.local = local;
        this.remote = remote;
        this.free = settings.sendDepth();
    }

    // ---- what the test does

    void connected(byte[] data) {
        queue.push(() -> report(() -> handler.connected(buffer(data))));
    }

    void refused(byte[] data, LinkFault then) {
        queue.push(() -> report(() -> handler.refused(buffer(data))));
        close(then);
    }

    /** The peer's datagrams arrive together. */
    void received(List<byte[]> datagrams) {
        queue.pushAll(datagrams.stream()
                .map(datagram -> (Runnable) () -> report(() -> {
                    ByteBuffer buffer = buffer(datagram);
                    handler.received(buffer);
                    // valid during the call only
                    Arrays.fill(buffer.array(), (byte) 0xee);
                }))
                .toList());
    }

    /** The oldest transfer ends, with these bytes of the peer's memory. */
    void transferred(byte[] bytes) {
        Read read = nextRead();
        if (bytes.length != read.length()) {
            throw new AssertionError("asked for " + read.length() + " bytes, the test gives " + bytes.length);
        }
        ((LeasingMemory.Region) read.region()).put(read.address(), bytes);
        queue.push(() -> report(() -> handler.transferred(read.id())));
    }

    private synchronized Read nextRead() {
        Read read = reads.poll();
        if (read == null) {
            throw new AssertionError("no transfer is under way");
        }
        return read;
    }

    /** Transfers under way, oldest first. */
    synchronized List<Read> reads() {
        return List.copyOf(reads);
    }

    /** From now on, send buffers do not come back before {@link #giveBack}. */
    synchronized void withhold(int left) {
        withholding = true;
        withheld += free - left;
        free = left;
    }

    /** So many withheld send buffers are free again. */
    void giveBack(int count) {
        synchronized (this) {
            withheld -= count;
            free += count;
        }
        queue.push(() -> report(handler::sendable));
    }

    /** From now on, memory cannot be read by the peer. */
    synchronized void exportNothing() {
        exporting = false;
    }

    /** From now on, {@link #close} is not followed by the end before {@link #end}. */
    synchronized void linger() {
        lingering = true;
    }

    /** Ends what {@link #linger} holds. */
    void end() {
        synchronized (this) {
            lingering = false;
        }
        queue.push(this::reportClosed);
    }

    /** Datagrams that were flushed since this was last asked. */
    synchronized List<byte[]> takeSent() {
        List<byte[]> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** Why the messenger, or the test, has closed it, or null. */
    synchronized LinkFault fault() {
        return fault;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void report(Runnable call) {
        if (!isClosed()) {
            call.run();
        }
    }

    private void reportClosed() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            reads.clear();
        }
        handler.closed(fault());
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    }

    // ---- what the messenger does

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public synchronized ByteBuffer claim() {
        if (claimed == null && free > 0 && fault == null) {
            free--;
            claimed = ByteBuffer.allocate(settings.datagramMax()).order(ByteOrder.LITTLE_ENDIAN);
        }
        return claimed;
    }

    @Override
    public synchronized void post(ByteBuffer datagram) {
        if (fault != null) {
            return;
        }
        if (datagram != claimed) {
            throw new AssertionError("posts what it has not claimed");
        }
        posted.add(Arrays.copyOf(datagram.array(), datagram.position()));
        claimed = null;
        if (withholding) {
            withheld++;
        } else {
            free++;
        }
    }

    @Override
    public synchronized void flush() {
        sent.addAll(posted);
        posted.clear();
    }

    @Override
    public synchronized long export(MemoryRegion region) {
        return exporting ? region.id() : NO_KEY;
    }

    @Override
    public long remoteAddress(MemoryRegion region, long address) {
        return REMOTE_BASE + address - region.address();
    }

    @Override
    public synchronized boolean read(
            MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long id) {
        if (fault != null || reads.size() == settings.transferDepth()) {
            return false;
        }
        if (address < region.address() || address + length > region.address() + region.length()) {
            throw new AssertionError("reads beyond the region");
        }
        reads.add(new Read(region, address, length, remoteAddress, remoteKey, id));
        return true;
    }

    @Override
    public void close(LinkFault reason) {
        synchronized (this) {
            if (fault != null) {
                return;
            }
            fault = reason;
            if (lingering) {
                return;
            }
        }
        queue.push(this::reportClosed);
    }
}
