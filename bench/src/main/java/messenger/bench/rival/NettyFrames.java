package messenger.bench.rival;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import messenger.bench.system.Channel;
import messenger.bench.system.Payload;
import messenger.bench.system.Receiver;

/** A connection as Netty's own examples have it: a buffer and a write for each frame, decoder and flushes by its handlers. */
final class NettyFrames extends SimpleChannelInboundHandler<ByteBuf> implements Channel {
    /** From this size on, a received payload goes back in the buffer in which it came. */
    private static final int COPIED_AT_MOST = 4096;

    private static final int SEQUENCE = Integer.BYTES;
    private static final int CRC = SEQUENCE + Long.BYTES;
    private static final int HEADER = CRC + Integer.BYTES;

    private final io.netty.channel.Channel socket;
    private final Receiver receiver;
    private final CRC32C crcOut = new CRC32C();
    private final CRC32C crcIn = new CRC32C();
    private long out;
    private long in;
    private ByteBuf arrived;
    private volatile Thread waiting;

    NettyFrames(io.netty.channel.Channel socket, Receiver receiver) {
        this.socket = socket;
        this.receiver = receiver;
    }

    @Override
    public void send(int length, Payload payload) {
        if (!socket.isWritable() && !socket.eventLoop().inEventLoop()) {
            awaitWritable();
        }
        ByteBuf frame = socket.alloc().directBuffer(HEADER + length);
        ByteBuffer content = frame.internalNioBuffer(HEADER, length);
        int start = content.position();
        payload.writeTo(content);
        header(frame, content.limit(start + length).position(start));
        socket.writeAndFlush(frame.writerIndex(HEADER + length), socket.voidPromise());
    }

    private void header(ByteBuf frame, ByteBuffer content) {
        frame.setInt(0, content.remaining()).setLong(SEQUENCE, out++);
        crcOut.reset();
        crcOut.update(content);
        frame.setInt(CRC, (int) crcOut.getValue());
    }

    @Override
    public void sendBack(ByteBuffer received) {
        int length = received.remaining();
        if (length <= COPIED_AT_MOST) {
            send(length, target -> target.put(target.position(), received, received.position(), length));
            return;
        }
        ByteBuf frame = socket.alloc().directBuffer(HEADER);
        header(frame, received.duplicate());
        socket.write(frame.writerIndex(HEADER), socket.voidPromise());
        socket.writeAndFlush(arrived.retainedSlice(HEADER, length), socket.voidPromise());
    }

    @Override
    public void flush() {
        // each write says that it wants to leave
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        long number = frame.getLong(SEQUENCE);
        if (number != in++) {
            throw new IllegalStateException("frame " + number + " came instead of " + (in - 1));
        }
        ByteBuffer payload = frame.internalNioBuffer(frame.readerIndex() + HEADER, frame.readableBytes() - HEADER);
        int start = payload.position();
        crcIn.reset();
        crcIn.update(payload);
        if ((int) crcIn.getValue() != frame.getInt(CRC)) {
            throw new IllegalStateException("frame " + number + " has changed on its way");
        }
        arrived = frame;
        receiver.received(this, payload.position(start));
        arrived = null;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        LockSupport.unpark(waiting);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
        context.fireExceptionCaught(cause);
    }

    private void awaitWritable() {
        waiting = Thread.currentThread();
        while (!socket.isWritable() && socket.isActive()) {
            LockSupport.park(this);
        }
        waiting = null;
    }
}
