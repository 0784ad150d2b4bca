package messenger.bench.rival;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;

/** Frames over TCP with Netty on native epoll; each has a length, a sequence number and a CRC32C. */
public final class NettySystem implements MessagingSystem {
    private static final int BACKLOG = 4096;
    private static final int SECONDS_TO_CLOSE = 5;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

    private static final int LARGEST_FRAME = 17 << 20;

    private final boolean gathering;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(new DefaultThreadFactory("netty", true), EpollIoHandler.newFactory());

    /**
     * Netty.
     *
     * @param gathering whether frames are gathered and taken apart by hand, instead of a write for each, a length field
     *     decoder and consolidated flushes
     */
    public NettySystem(boolean gathering) {
        this.gathering = gathering;
    }

    @Override
    public String listen(Supplier<Receiver> receivers) throws Exception {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(initializer(receivers, true)); // an echo to who does not read must not pile up
        InetSocketAddress wanted = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress bound =
                (InetSocketAddress) bootstrap.bind(wanted).sync().channel().localAddress();
        return Integer.toString(bound.getPort());
    }

    @Override
    public Channel connect(String address, Receiver receiver) throws Exception {
        ChannelPipeline pipeline = new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .handler(initializer(() -> receiver, false))
                .connect(InetAddress.getLoopbackAddress(), Integer.parseInt(address))
                .sync()
                .channel()
                .pipeline();
        return gathering ? pipeline.get(NettyHandler.class).channel() : pipeline.get(NettyFrames.class);
    }

    /** @param readsWhileWritable whether to read no more while what is sent piles up */
    private ChannelInitializer<SocketChannel> initializer(Supplier<Receiver> receivers, boolean readsWhileWritable) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel socket) {
                if (!gathering) {
                    frames(socket, receivers.get());
                    return;
                }
                NettyHandler handler = new NettyHandler(new NettyChannel(socket), receivers.get(), readsWhileWritable);
                socket.config()
                        .setTcpNoDelay(true)
                        .setAllocator(PooledByteBufAllocator.DEFAULT)
                        .setRecvByteBufAllocator(new NettyReadBuffers(handler::begun))
                        .setWriteBufferWaterMark(WATER_MARK);
                socket.pipeline().addLast(handler);
            }
        };
    }

    private static void frames(SocketChannel socket, Receiver receiver) {
        socket.config().setTcpNoDelay(true).setAllocator(PooledByteBufAllocator.DEFAULT);
        socket.config().setWriteBufferWaterMark(WATER_MARK);
        socket.pipeline()
                .addLast(new FlushConsolidationHandler(
                        FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true))
                .addLast(new LengthFieldBasedFrameDecoder(
                        LARGEST_FRAME, 0, Integer.BYTES, Long.BYTES + Integer.BYTES, 0))
                .addLast(new NettyFrames(socket, receiver));
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, SECONDS_TO_CLOSE, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
