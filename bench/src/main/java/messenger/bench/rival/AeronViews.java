package messenger.bench.rival;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import org.agrona.DirectBuffer;

/** Shows ranges of Aeron's buffers as byte buffers; makes one for each underlying buffer, and keeps it. */
final class AeronViews {
    private final IdentityHashMap<Object, ByteBuffer> views = new IdentityHashMap<>();
    private Object lastUnderlying;
    private ByteBuffer lastView;

    ByteBuffer of(DirectBuffer buffer, int offset, int length) {
        byte[] array = buffer.byteArray();
        Object underlying = array != null ? array : buffer.byteBuffer();
        if (underlying != lastUnderlying) {
            lastView = views.computeIfAbsent(underlying, AeronViews::view);
            lastUnderlying = underlying;
        }
        int start = buffer.wrapAdjustment() + offset;
        return lastView.limit(start + length).position(start);
    }

    private static ByteBuffer view(Object underlying) {
        return underlying instanceof byte[] array
                ? ByteBuffer.wrap(array)
                : ((ByteBuffer) underlying).duplicate().clear();
    }
}
