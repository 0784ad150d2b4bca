package messenger.xio.fabric;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import messenger.spi.LinkFault;

/** Keeps what a queue pair reports, and notes what breaks the contract. */
public class RecordingHandler implements QueuePairHandler {
    static final long WAIT_SECONDS = Long.getLong("messenger.wait.seconds", 30);

    private final Thread worker;
    private final CompletableFuture<byte[]> connected = new CompletableFuture<>();
    private final CompletableFuture<byte[]> refused = new CompletableFuture<>();
    private final CompletableFuture<LinkFault> closed = new CompletableFuture<>();
    private final BlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> transfers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> sendable = new LinkedBlockingQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    public RecordingHandler(FabricWorker worker) {
        this.worker = worker.thread();
    }

    private void called(String call) {
        if (Thread.currentThread() != worker) {
            violations.add(call + " by " + Thread.currentThread().getName());
        }
        if (closed.isDone()) {
            violations.add(call + " after closed");
        }
    }

    @Override
    public void connected(ByteBuffer privateData) {
        called("connected");
        connected.complete(bytes(privateData));
    }

    @Override
    public void refused(ByteBuffer privateData) {
        called("refused");
        refused.complete(bytes(privateData));
    }

    @Override
    public void received(ByteBuffer datagram) {
        called("received");
        if (datagram.order() != ByteOrder.LITTLE_ENDIAN) {
            violations.add("datagram is big endian");
        }
        if (!connected.isDone()) {
            violations.add("received before connected");
        }
        datagrams.add(bytes(datagram));
    }

    @Override
    public void sendable() {
        called("sendable");
        sendable.add("sendable");
    }

    @Override
    public void transferred(long id) {
        called("transferred");
        transfers.add(id);
    }

    @Override
    public void closed(LinkFault fault) {
        called("closed");
        closed.complete(fault);
    }

    public static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    public byte[] connected() throws Exception {
        return connected.get(WAIT_SECONDS, SECONDS);
    }

    public byte[] refused() throws Exception {
        return refused.get(WAIT_SECONDS, SECONDS);
    }

    public LinkFault closed() throws Exception {
        return closed.get(WAIT_SECONDS, SECONDS);
    }

    public byte[] datagram() throws Exception {
        return present(datagrams.poll(WAIT_SECONDS, SECONDS), "datagram");
    }

    public long transfer() throws Exception {
        return present(transfers.poll(WAIT_SECONDS, SECONDS), "transfer");
    }

    public void awaitSendable() throws Exception {
        present(sendable.poll(WAIT_SECONDS, SECONDS), "room");
    }

    /** Whether something was received that {@link #datagram} has not taken. */
    public boolean hasDatagram() {
        return !datagrams.isEmpty();
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    private static <T> T present(T value, String what) {
        assertNotNull(value, "no " + what + " within " + WAIT_SECONDS + " s");
        return value;
    }

    public Queue<String> violations() {
        return violations;
    }
}
