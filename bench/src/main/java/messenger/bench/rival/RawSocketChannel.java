package messenger.bench.rival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import messenger.bench.system.Channel;
import messenger.bench.system.Payload;
import messenger.bench.system.Receiver;

/** A blocking socket. Small frames of a burst share a system call; large ones are read and written from where they are. */
final class RawSocketChannel implements Channel {
    private static final int BUFFER = 64 << 10;
    private static final int COPIED = 16 << 10;

    private final SocketChannel socket;
    private final Receiver receiver;
    private final RawFrames frames;
    private final ByteBuffer[] headAndBody = new ByteBuffer[2];
    private final ByteBuffer head = ByteBuffer.allocateDirect(RawFrames.HEADER);
    private ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);

    RawSocketChannel(SocketChannel socket, Receiver receiver, boolean checked) throws IOException {
        this.socket = socket;
        this.receiver = receiver;
        this.frames = new RawFrames(checked);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Reads until the peer closes. */
    void run() {
        try {
            while (socket.read(in) >= 0) {
                receive();
                flush();
            }
        } catch (IOException e) {
            // closed
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Hands on what is whole, and makes room for the rest. */
    private void receive() {
        int end = in.position();
        int at = 0;
        int missing = 0;
        while (missing == 0) {
            in.limit(end);
            int have = end - at;
            int length = have < RawFrames.HEADER ? 0 : in.getInt(at);
            if (have < RawFrames.HEADER + length) {
                missing = RawFrames.HEADER + length;
            } else {
                frames.check(in, at, length);
                in.limit(at + RawFrames.HEADER + length).position(at + RawFrames.HEADER);
                receiver.received(this, in);
                at += RawFrames.HEADER + length;
            }
        }
        in.limit(end).position(at);
        if (missing > in.capacity()) {
            in = ByteBuffer.allocateDirect(missing).put(in);
        } else {
            in.compact();
        }
        // a large frame is read up to its end, so that nothing behind it has to be moved
        in.limit(missing > in.capacity() / 2 ? missing : in.capacity());
    }

    @Override
    public void send(int length, Payload payload) {
        int whole = RawFrames.HEADER + length;
        if (out.remaining() < whole) {
            flush();
        }
        if (out.capacity() < whole) {
            out = ByteBuffer.allocateDirect(whole);
        }
        int at = out.position();
        payload.writeTo(out.position(at + RawFrames.HEADER));
        frames.write(out, at, out, at + RawFrames.HEADER, length);
        out.position(at + whole);
    }

    @Override
    public void sendBack(ByteBuffer received) {
        int length = received.remaining();
        int start = received.position();
        if (length > COPIED) {
            flush();
            frames.write(head, 0, received, start, length);
            headAndBody[0] = head.clear();
            headAndBody[1] = received;
            try {
                while (received.hasRemaining()) {
                    socket.write(headAndBody);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return;
        }
        if (out.remaining() < RawFrames.HEADER + length) {
            flush();
        }
        int at = out.position();
        frames.write(out, at, received, start, length);
        out.position(at + RawFrames.HEADER).put(received);
    }

    @Override
    public void flush() {
        out.flip();
        try {
            while (out.hasRemaining()) {
                socket.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.clear();
    }
}
