package messenger.bench.rival;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.Supplier;

/** Has the rest of a large frame read to where its start is, so that it need not be copied; else as Netty does. */
final class NettyReadBuffers implements RecvByteBufAllocator {
    private final RecvByteBufAllocator usual = new AdaptiveRecvByteBufAllocator();
    private final Supplier<ByteBuf> begun;

    /** @param begun the buffer of a frame that has begun and is worth to be read to, or null */
    NettyReadBuffers(Supplier<ByteBuf> begun) {
        this.begun = begun;
    }

    @Override
    public Handle newHandle() {
        return new FrameHandle((ExtendedHandle) usual.newHandle());
    }

    private final class FrameHandle extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle extended;

        private FrameHandle(ExtendedHandle extended) {
            super(extended);
            this.extended = extended;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf frame = begun.get();
            return frame != null ? frame.retain() : super.allocate(allocator);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return extended.continueReading(maybeMoreData);
        }
    }
}
