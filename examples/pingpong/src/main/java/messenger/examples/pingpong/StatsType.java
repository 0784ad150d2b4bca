package messenger.examples.pingpong;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import messenger.api.MessageType;
import messenger.api.Sections;
import org.osgi.service.component.annotations.Component;

/**
 * Encodes {@link Stats}, little-endian.
 *
 * <pre>
 * front   u16 length of tag | tag, UTF-8 | i64 received | i64 duplicated | i64 outOfOrder
 * </pre>
 */
@Component(service = MessageType.class)
public final class StatsType implements MessageType<Stats> {
    /** Number of the type on the wire. */
    public static final int NUMBER = 1002;

    private static final int FIELDS = 3 * Long.BYTES;

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public Class<Stats> bodyClass() {
        return Stats.class;
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
    public Sections encode(Stats stats, long features) {
        byte[] tag = Tags.encode(stats.tag());
        ByteBuffer front =
                ByteBuffer.allocate(Short.BYTES + tag.length + FIELDS).order(ByteOrder.LITTLE_ENDIAN);
        front.putShort((short) tag.length).put(tag);
        front.putLong(stats.received()).putLong(stats.duplicated()).putLong(stats.outOfOrder());
        return Sections.ofFront(front.flip());
    }

    @Override
    public Stats decode(Sections sections, int version) {
        if (sections.middle().hasRemaining() || sections.data().hasRemaining()) {
            throw new IllegalArgumentException("middle of " + sections.middle().remaining() + " and data of "
                    + sections.data().remaining() + " bytes; allowed: none");
        }
        ByteBuffer front = sections.front().slice().order(ByteOrder.LITTLE_ENDIAN);
        String tag = Tags.decode(front, FIELDS);
        return new Stats(tag, front.getLong(), front.getLong(), front.getLong());
    }
}
