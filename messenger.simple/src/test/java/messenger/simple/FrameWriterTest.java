package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.conformance.wire.TestMessage;
import messenger.spi.FaultInjector;
import messenger.spi.KeepaliveStamp;
import messenger.spi.support.Injection;
import messenger.spi.support.LinkFaultException;
import org.junit.jupiter.api.Test;

/** Frames for a socket that takes nothing for a while. */
class FrameWriterTest {
    private static final int PENDING_MAX = 1024;
    private static final int FLOOD = 100_000;

    private final Socket socket = new Socket();
    private final BufferPool pool = new BufferPool(4);
    private final AtomicInteger told = new AtomicInteger();
    private final FrameWriter writer = new FrameWriter(
            pool,
            new Injection(() -> FaultInjector.NONE, () -> "a peer"),
            new Negotiation(),
            Settings.builder().pendingOut(PENDING_MAX).build(),
            new Recorder(),
            told::incrementAndGet);

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

    @Test
    void whatIsAppendedWhileAnotherThreadWritesIsTakenAlong() throws Exception {
        socket.open = true;
        writer.socket(socket);
        Thread other = writesUntilLetGo();
        writer.ack(2);
        writer.flush();
        assertEquals(0, socket.lastAck, "the other thread is writing still");
        socket.letGo.countDown();
        other.join();
        assertEquals(0, writer.pending());
        assertEquals(2, socket.lastAck);
    }

    @Test
    void whoIsRefusedWhileAnotherThreadWritesIsToldAfterwards() throws Exception {
        socket.open = true;
        writer.socket(socket);
        Thread other = writesUntilLetGo();
        for (int i = 2; writer.pending() < PENDING_MAX; i++) {
            writer.ack(i);
        }
        assertFalse(writer.message(TestMessage.of(1, 10, 0, 0, new Random(1))));
        assertEquals(0, told.get());
        socket.letGo.countDown();
        other.join();
        assertEquals(1, told.get());
        assertEquals(0, writer.pending());
    }

    @Test
    void whoAppendsWithoutEndDoesNotKeepTheThreadThatWrites() throws Exception {
        socket.open = true;
        socket.whenWriting = () -> {
            try {
                writer.ack(2);
            } catch (IOException | LinkFaultException e) {
                throw new IllegalStateException(e);
            }
        };
        writer.socket(socket);
        writer.ack(1);
        writer.flush();
        assertTrue(writer.pending() > 0);
        assertEquals(1, told.get(), "the loop is asked to go on");
    }

    @Test
    void buffersOfAClosedWriterStayUntilTheyAreWritten() throws Exception {
        socket.open = true;
        writer.socket(socket);
        Thread other = writesUntilLetGo();
        writer.close();
        assertEquals(0, pool.idle());
        socket.letGo.countDown();
        other.join();
        assertEquals(pool.created(), pool.idle());
    }

    /** Has a thread write the first acknowledgement, and waits until it is in the middle of that. */
    private Thread writesUntilLetGo() throws Exception {
        socket.letGo = new CountDownLatch(1);
        writer.ack(1);
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                writer.flush();
            } catch (IOException | LinkFaultException e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(socket.entered.await(20, TimeUnit.SECONDS));
        return other;
    }

    /** Takes nothing until it is open, and then looks for acknowledgements. */
    private static final class Socket implements GatheringByteChannel {
        private final CountDownLatch entered = new CountDownLatch(1);
        private volatile boolean open;
        private volatile long lastAck;
        private Runnable whenWriting = () -> {};
        /** What a write waits for, or null. */
        private volatile CountDownLatch letGo;

        @Override
        public int write(ByteBuffer bytes) {
            if (!open) {
                return 0;
            }
            awaitLetGo();
            whenWriting.run();
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

        private void awaitLetGo() {
            entered.countDown();
            try {
                if (letGo != null) {
                    letGo.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
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
