package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import messenger.spi.FaultInjector;
import messenger.spi.KeepaliveStamp;
import messenger.spi.support.Injection;
import org.junit.jupiter.api.Test;

/** Frames for a socket that takes nothing for a while. */
class FrameWriterTest {
    private static final int PENDING_MAX = 1024;
    private static final int FLOOD = 100_000;

    private final Socket socket = new Socket();
    private final FrameWriter writer = new FrameWriter(
            new BufferPool(4),
            new Injection(() -> FaultInjector.NONE, () -> "a peer"),
            new Negotiation(),
            Settings.builder().pendingOut(PENDING_MAX).build(),
            new Recorder(),
            () -> {});

    @Test
    void answersToAPeerThatDoesNotReadDoNotPileUp() throws Exception {
        writer.socket(socket);
        for (int i = 1; i <= FLOOD; i++) {
            writer.keepaliveAck(new KeepaliveStamp(i, 0));
            writer.ack(i);
            writer.flush();
        }
        assertTrue(writer.pending() <= 2 * PENDING_MAX, "bytes that wait: " + writer.pending());

        socket.open = true;
        writer.writable();
        writer.flush();
        writer.flush();
        assertEquals(0, writer.pending());
        assertEquals(FLOOD, socket.lastAck, "the last acknowledgement is not lost");
    }

    /** Takes nothing until it is open, and then looks for acknowledgements. */
    private static final class Socket implements GatheringByteChannel {
        private boolean open;
        private long lastAck;

        @Override
        public int write(ByteBuffer bytes) {
            if (!open) {
                return 0;
            }
            int length = bytes.remaining();
            ByteBuffer frames = bytes.order(ByteOrder.LITTLE_ENDIAN);
            while (frames.hasRemaining()) {
                int tag = frames.get();
                long value = frames.getLong();
                if (tag == FrameTag.ACK) {
                    lastAck = value;
                }
            }
            return length;
        }

        @Override
        public long write(ByteBuffer[] buffers, int offset, int length) {
            long written = 0;
            for (int i = offset; i < offset + length; i++) {
                written += write(buffers[i]);
            }
            return written;
        }

        @Override
        public long write(ByteBuffer[] buffers) {
            return write(buffers, 0, buffers.length);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
