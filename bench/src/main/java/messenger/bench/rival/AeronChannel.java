package messenger.bench.rival;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import messenger.bench.system.Channel;
import messenger.bench.system.Payload;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends by a publication: what fits into a frame is written right into the log. */
final class AeronChannel implements Channel {
    private static final long CONNECT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ExclusivePublication publication;
    private final IdleStrategy idle;
    private final BufferClaim claim = new BufferClaim();
    private final AeronViews claimed = new AeronViews();
    private final UnsafeBuffer large = new UnsafeBuffer(BufferUtil.allocateDirectAligned(0, BitUtil.CACHE_LINE_LENGTH));
    private DirectBuffer received;
    private int receivedOffset;
    private int receivedLength;
    private boolean disconnected;
    private long disconnectedSince;

    AeronChannel(ExclusivePublication publication, IdleStrategy idle) {
        this.publication = publication;
        this.idle = idle;
    }

    /** Notes what may be sent back. */
    void receiving(DirectBuffer buffer, int offset, int length) {
        received = buffer;
        receivedOffset = offset;
        receivedLength = length;
    }

    @Override
    public void send(int length, Payload payload) {
        if (length <= publication.maxPayloadLength()) {
            sendFrame(length, payload);
        } else {
            sendFragmented(length, payload);
        }
    }

    private void sendFrame(int length, Payload payload) {
        long result = publication.tryClaim(length, claim);
        while (result < 0) {
            await(result);
            result = publication.tryClaim(length, claim);
        }
        sent();
        boolean written = false;
        try {
            payload.writeTo(claimed.of(claim.buffer(), claim.offset(), length));
            written = true;
        } finally {
            if (written) {
                claim.commit();
            } else {
                claim.abort();
            }
        }
    }

    private void sendFragmented(int length, Payload payload) {
        if (length > large.capacity()) {
            large.wrap(BufferUtil.allocateDirectAligned(length, BitUtil.CACHE_LINE_LENGTH));
        }
        ByteBuffer target = large.byteBuffer();
        payload.writeTo(target.limit(length).position(0));
        offer(large, 0, length);
    }

    @Override
    public void sendBack(ByteBuffer ignored) {
        offer(received, receivedOffset, receivedLength);
    }

    private void offer(DirectBuffer buffer, int offset, int length) {
        long result = publication.offer(buffer, offset, length);
        while (result < 0) {
            await(result);
            result = publication.offer(buffer, offset, length);
        }
        sent();
    }

    private void sent() {
        disconnected = false;
        idle.reset();
    }

    private void await(long result) {
        if (result == Publication.NOT_CONNECTED) {
            checkConnectTime();
        } else if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
            throw new IllegalStateException("cannot send: " + Publication.errorString(result));
        }
        idle.idle();
    }

    private void checkConnectTime() {
        long now = System.nanoTime();
        if (!disconnected) {
            disconnected = true;
            disconnectedSince = now;
        } else if (now - disconnectedSince > CONNECT_TIMEOUT_NANOS) {
            throw new IllegalStateException("the peer has not been connected for 10 s");
        }
    }

    /** Everything has left already. */
    @Override
    public void flush() {}
}
