package messenger.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** What a message passing system is measured against: two threads, two blocking sockets, nothing else. */
final class RawPingPong implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Thread echo;
    private final SocketChannel client;
    private final ByteBuffer buffer;

    RawPingPong(int size) throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        echo = Thread.ofPlatform().daemon().name("raw-echo").start(() -> echo(size));
        client = SocketChannel.open(server.getLocalAddress());
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        buffer = ByteBuffer.allocateDirect(size);
    }

    private void echo(int size) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size);
        try (SocketChannel peer = server.accept()) {
            peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            while (fill(peer, bytes)) {
                peer.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean fill(SocketChannel from, ByteBuffer bytes) throws IOException {
        bytes.clear();
        while (bytes.hasRemaining()) {
            if (from.read(bytes) < 0) {
                return false;
            }
        }
        bytes.flip();
        return true;
    }

    /** Round-trip times in nanoseconds. */
    long[] run(int rounds) throws IOException {
        long[] times = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            buffer.clear();
            client.write(buffer);
            if (!fill(client, buffer)) {
                throw new IOException("the echo has gone");
            }
            times[i] = System.nanoTime() - start;
        }
        return times;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        client.close();
        echo.join();
        server.close();
    }
}
