package messenger.bench.rival;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import messenger.bench.system.Channel;
import messenger.bench.system.Receiver;

/** The receiving half of a connection: takes what is read apart into frames, and checks them. */
final class NettyHandler extends ChannelInboundHandlerAdapter {
    private static final int MAX_LENGTH = 16 * 1024 * 1024;
    /** With less to come, what follows the frame may well come in the same read. */
    private static final int WORTH_A_READ = 32 * 1024;

    private final NettyChannel channel;
    private final Receiver receiver;
    private final boolean readsWhileWritable;
    private final CRC32C checksum = new CRC32C();
    private long sequence;
    private ByteBuf partial;

    /** @param readsWhileWritable whether to read no more while what was sent piles up */
    NettyHandler(NettyChannel channel, Receiver receiver, boolean readsWhileWritable) {
        this.channel = channel;
        this.receiver = receiver;
        this.readsWhileWritable = readsWhileWritable;
    }

    Channel channel() {
        return channel;
    }

    /** The frame of which the start has come and much is still to come, or null. */
    ByteBuf begun() {
        return partial != null && partial.writableBytes() >= WORTH_A_READ ? partial : null;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        channel.readStarts();
        try {
            if (in == partial) {
                receiveIfWhole();
                return;
            }
            while (partial != null && in.isReadable()) {
                completePartial(in);
            }
            while (in.readableBytes() >= NettyChannel.HEADER) {
                int frame = NettyChannel.HEADER + length(in, in.readerIndex());
                if (in.readableBytes() < frame) {
                    break;
                }
                receive(in, in.readerIndex(), frame);
                in.skipBytes(frame);
            }
            if (in.isReadable()) {
                startPartial(context, in);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        channel.readEnds();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (readsWhileWritable) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }
        channel.writabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
        context.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channel.close();
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    private void startPartial(ChannelHandlerContext context, ByteBuf in) {
        boolean hasHeader = in.readableBytes() >= NettyChannel.HEADER;
        int frame = NettyChannel.HEADER + (hasHeader ? length(in, in.readerIndex()) : 0);
        partial = context.alloc().directBuffer(frame);
        partial.writeBytes(in);
    }

    private void completePartial(ByteBuf in) {
        if (partial.writerIndex() < NettyChannel.HEADER) {
            partial.writeBytes(in, Math.min(NettyChannel.HEADER - partial.writerIndex(), in.readableBytes()));
            if (partial.writerIndex() < NettyChannel.HEADER) {
                return;
            }
        }
        int frame = NettyChannel.HEADER + length(partial, 0);
        if (partial.capacity() < frame) {
            partial.capacity(frame);
        }
        partial.writeBytes(in, Math.min(frame - partial.writerIndex(), in.readableBytes()));
        receiveIfWhole();
    }

    private void receiveIfWhole() {
        if (partial.isWritable()) {
            return;
        }
        ByteBuf whole = partial;
        partial = null;
        try {
            receive(whole, 0, whole.capacity());
        } finally {
            whole.release();
        }
    }

    private static int length(ByteBuf buffer, int frameAt) {
        int length = buffer.getInt(frameAt);
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalStateException("Frame has a payload of " + length + " bytes");
        }
        return length;
    }

    private void receive(ByteBuf buffer, int frameAt, int frame) {
        long number = buffer.getLong(frameAt + Integer.BYTES);
        if (number != sequence) {
            throw new IllegalStateException("Frame " + number + " came instead of " + sequence);
        }
        sequence++;
        int payloadAt = frameAt + NettyChannel.HEADER;
        ByteBuffer payload = buffer.internalNioBuffer(payloadAt, frame - NettyChannel.HEADER);
        int start = payload.position();
        checksum.reset();
        checksum.update(payload);
        if ((int) checksum.getValue() != buffer.getInt(frameAt + Integer.BYTES + Long.BYTES)) {
            throw new IllegalStateException("Payload of frame " + number + " does not match its checksum");
        }
        payload.position(start);
        channel.arrived(buffer, frameAt);
        receiver.received(channel, payload);
        channel.arrived(null, 0);
    }
}
