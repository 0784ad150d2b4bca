package messenger.examples.pingpong;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import messenger.api.MessageType;
import messenger.api.Sections;
import org.osgi.service.component.annotations.Component;

/**
 * Encodes {@link DataPing}, little-endian.
 *
 * <pre>
 * front   u16 length of tag | tag, UTF-8 | i64 counter | i64 sentNanos
 * middle  empty
 * data    payload
 * </pre>
 */
@Component(service = MessageType.class)
public final class DataPingType implements MessageType<DataPing> {
    /** Number of the type on the wire. */
    public static final int NUMBER = 1001;

    private static final int FIELDS = 2 * Long.BYTES;

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public Class<DataPing> bodyClass() {
        return DataPing.class;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public int compatVersion() {
        return 1;
    }

    @Override
    public Sections encode(DataPing ping, long features) {
        byte[] tag = Tags.encode(ping.tag());
        ByteBuffer front =
                ByteBuffer.allocate(Short.BYTES + tag.length + FIELDS).order(ByteOrder.LITTLE_ENDIAN);
        front.putShort((short) tag.length).put(tag).putLong(ping.counter()).putLong(ping.sentNanos());
        return Sections.of(front.flip(), ping.data());
    }

    @Override
    public DataPing decode(Sections sections, int version) {
        if (sections.middle().hasRemaining()) {
            throw new IllegalArgumentException("middle of " + sections.middle().remaining() + " bytes; allowed: none");
        }
        ByteBuffer front = sections.front().slice().order(ByteOrder.LITTLE_ENDIAN);
        String tag = Tags.decode(front, FIELDS);
        return new DataPing(
                tag, front.getLong(), front.getLong(), sections.data().slice());
    }
}
