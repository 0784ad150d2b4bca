package messenger.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import messenger.spi.Crc32c;
import messenger.spi.HeaderCodec;

/**
 * A client of messenger v1 in as little memory as there can be: one blocking socket. Says it is a client that listens
 * nowhere and is told apart by its nonce.
 */
final class RawPeer implements AutoCloseable {
    private static final byte[] BANNER = "ceph v027".getBytes(StandardCharsets.US_ASCII);
    private static final int ADDRESS_LENGTH = 136;
    private static final int CONNECT_LENGTH = 33;
    private static final int REPLY_LENGTH = 26;
    private static final int CLIENT = 8;
    private static final int MSG = 7;
    private static final int ACK = 8;
    private static final int SEQ = 13;
    private static final int FOOTER_LENGTH = 21;
    private static final long FEATURES = (1L << 6) | (1L << 23);

    private final SocketChannel socket;

    /** Connects, and completes the handshake. */
    RawPeer(SocketAddress server, int nonce) throws IOException {
        socket = SocketChannel.open(server);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        InetSocketAddress near = (InetSocketAddress) socket.getLocalAddress();
        ByteBuffer hello = buffer(BANNER.length + ADDRESS_LENGTH + CONNECT_LENGTH);
        hello.put(BANNER).putInt(0).putInt(nonce);
        hello.put(new byte[] {0, 2, 0, 0}).put(near.getAddress().getAddress());
        hello.position(BANNER.length + ADDRESS_LENGTH);
        hello.putLong(FEATURES).putInt(CLIENT).putInt(1).putInt(0).putInt(24);
        write(hello.position(hello.capacity()));
        ByteBuffer reply = read(BANNER.length + 2 * ADDRESS_LENGTH + REPLY_LENGTH);
        int tag = reply.get(BANNER.length + 2 * ADDRESS_LENGTH);
        if (tag != SEQ) {
            throw new IOException("the server answered with tag " + tag);
        }
        read(Long.BYTES);
        write(buffer(Long.BYTES).position(Long.BYTES));
    }

    /** Sends an empty message and reads the one that comes back. */
    void echo(int type, Crc32c crc) throws IOException {
        ByteBuffer frame = buffer(1 + HeaderCodec.LENGTH + FOOTER_LENGTH);
        frame.put(0, (byte) MSG).putLong(1, 1).putShort(1 + 16, (short) type).putShort(1 + 20, (short) 1);
        frame.put(1 + 36, (byte) CLIENT);
        frame.limit(1 + HeaderCodec.CRC_COVERS).position(1);
        int value = crc.of(frame);
        frame.clear();
        HeaderCodec.putCrc(frame, 1, value);
        frame.put(frame.capacity() - 1, (byte) 1);
        write(frame.position(frame.capacity()));
        int tag = read(1).get(0);
        while (tag == ACK) {
            read(Long.BYTES);
            tag = read(1).get(0);
        }
        if (tag != MSG) {
            throw new IOException("tag " + tag + " came back instead of a message");
        }
        read(frame.capacity() - 1);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer bytes) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private ByteBuffer read(int size) throws IOException {
        ByteBuffer bytes = buffer(size);
        while (bytes.hasRemaining()) {
            if (socket.read(bytes) < 0) {
                throw new IOException("the server closed the connection");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
