package messenger.bench.rival;

import io.grpc.HasByteBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import messenger.bench.system.Channel;
import messenger.bench.system.Payload;
import messenger.bench.system.Receiver;

/** One end of a call: waits while gRPC is not ready for more, and hands on what comes. */
final class GrpcChannel implements Channel {
    private final Consumer<InputStream> call;
    private final BooleanSupplier ready;
    private final Receiver receiver;
    private final GrpcMessage message = new GrpcMessage();
    private ByteBuffer joined = ByteBuffer.allocate(0);
    private Thread receiving;
    private volatile Thread waiting;
    private volatile String closed;

    /**
     * @param call takes a message to be sent
     * @param ready whether it should be given one
     */
    GrpcChannel(Consumer<InputStream> call, BooleanSupplier ready, Receiver receiver) {
        this.call = call;
        this.ready = ready;
        this.receiver = receiver;
    }

    @Override
    public void send(int length, Payload payload) {
        if (Thread.currentThread() != receiving) {
            awaitReady();
        }
        call.accept(message.of(length, payload));
    }

    @Override
    public void sendBack(ByteBuffer received) {
        call.accept(message.of(received));
    }

    @Override
    public void flush() {
        // gRPC has told its event loop at each send
    }

    void received(InputStream content) {
        receiving = Thread.currentThread();
        try {
            receiver.received(this, bufferOf(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void becameReady() {
        LockSupport.unpark(waiting);
    }

    void closed(String why) {
        closed = why;
        LockSupport.unpark(waiting);
    }

    private void awaitReady() {
        if (!ready.getAsBoolean()) {
            waiting = Thread.currentThread();
            while (closed == null && !ready.getAsBoolean()) {
                LockSupport.park(this);
            }
            waiting = null;
        }
        if (closed != null) {
            throw new IllegalStateException("Call is closed: " + closed);
        }
    }

    private ByteBuffer bufferOf(InputStream content) throws IOException {
        int length = content.available();
        if (content instanceof HasByteBuffer inBuffer && inBuffer.byteBufferSupported()) {
            ByteBuffer first = inBuffer.getByteBuffer();
            if (first != null && first.remaining() == length) {
                return first;
            }
        }
        if (joined.capacity() < length) {
            joined = ByteBuffer.allocate(length);
        }
        content.readNBytes(joined.array(), 0, length);
        return joined.clear().limit(length);
    }
}
