package messenger.simple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** A socket that tells a recorder what it took, while somebody listens. */
record TappedSocket(GatheringByteChannel socket, Recorder recorder) implements GatheringByteChannel {
    @Override
    public int write(ByteBuffer source) throws IOException {
        int from = source.position();
        int written = socket.write(source);
        if (recorder.isTapped()) {
            recorder.sent(source.slice(from, written));
        }
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
        return write(sources, 0, sources.length);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        if (!recorder.isTapped()) {
            return socket.write(sources, offset, length);
        }
        int[] from = new int[length];
        for (int i = 0; i < length; i++) {
            from[i] = sources[offset + i].position();
        }
        long written = socket.write(sources, offset, length);
        for (int i = 0; i < length; i++) {
            ByteBuffer source = sources[offset + i];
            recorder.sent(source.slice(from[i], source.position() - from[i]));
        }
        return written;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
