package messenger.bench.rival;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import messenger.bench.system.Payload;

/** A message to be sent, in the form that gRPC copies from just once. Used again for the next one. */
final class GrpcMessage extends InputStream implements KnownLength, Drainable {
    /** Small enough to stay in the cache between being copied to and from. */
    private static final int CHUNK = 16 * 1024;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int length;
    private ByteBuffer received;

    GrpcMessage of(int length, Payload payload) {
        ensureBytes(length);
        payload.writeTo(bytes.clear().limit(length));
        this.length = length;
        received = null;
        return this;
    }

    GrpcMessage of(ByteBuffer received) {
        length = received.remaining();
        this.received = received;
        return this;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int drained = length;
        length = 0;
        if (received == null) {
            target.write(bytes.array(), 0, drained);
        } else if (received.hasArray()) {
            target.write(received.array(), received.arrayOffset() + received.position(), drained);
        } else {
            drainChunks(target, drained);
        }
        return drained;
    }

    private void drainChunks(OutputStream target, int wanted) throws IOException {
        ensureBytes(Math.min(CHUNK, wanted));
        for (int done = 0; done < wanted; done += CHUNK) {
            int chunk = Math.min(CHUNK, wanted - done);
            received.get(received.position() + done, bytes.array(), 0, chunk);
            target.write(bytes.array(), 0, chunk);
        }
    }

    private void ensureBytes(int wanted) {
        if (bytes.capacity() < wanted) {
            bytes = ByteBuffer.allocate(wanted);
        }
    }

    @Override
    public int available() {
        return length;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("A message is drained, not read");
    }
}
