package messenger.examples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import messenger.api.Sections;
import org.junit.jupiter.api.Test;

class DataPingTypeTest {
    private final DataPingType type = new DataPingType();

    @Test
    void decodesWhatItEncodes() {
        DataPing ping = new DataPing("client.1/übung", 7, -123_456_789L, ByteBuffer.wrap(new byte[] {1, 2, 3}));

        assertEquals(ping, type.decode(type.encode(ping, 0), 1));
    }

    @Test
    void layoutIsLittleEndian() {
        Sections sections = type.encode(new DataPing("ab", 1, 2, ByteBuffer.allocate(0)), 0);

        byte[] front = new byte[sections.front().remaining()];
        sections.front().get(front);
        assertEquals(
                "0200" + "6162" + "0100000000000000" + "0200000000000000",
                HexFormat.of().formatHex(front));
        assertEquals(0, sections.middle().remaining());
    }

    @Test
    void encodeDoesNotMoveThePayload() {
        ByteBuffer data = ByteBuffer.allocate(10).position(4);

        assertEquals(6, type.encode(new DataPing("a", 0, 0, data), 0).data().remaining());
        assertEquals(4, data.position());
    }

    @Test
    void refusesFrontsOfAWrongLength() {
        ByteBuffer front = type.encode(new DataPing("tag", 1, 2, ByteBuffer.allocate(0)), 0)
                .front();
        for (int length = 0; length < front.remaining(); length++) {
            refused(Sections.ofFront(front.slice(0, length)));
        }
        refused(Sections.ofFront(ByteBuffer.allocate(front.remaining() + 1)
                .put(front.duplicate())
                .rewind()));
    }

    @Test
    void refusesATagThatIsTooLong() {
        int length = DataPing.MAX_TAG + 1;
        refused(Sections.ofFront(ByteBuffer.allocate(2 + length + 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) length)
                .rewind()));
        assertThrows(
                IllegalArgumentException.class,
                () -> type.encode(new DataPing("x".repeat(length), 0, 0, ByteBuffer.allocate(0)), 0));
    }

    @Test
    void refusesATagThatIsNotUtf8() {
        ByteBuffer front = ByteBuffer.allocate(2 + 1 + 16).order(ByteOrder.LITTLE_ENDIAN);
        refused(Sections.ofFront(front.putShort((short) 1).put((byte) 0xff).rewind()));
    }

    @Test
    void refusesNegativeCounters() {
        ByteBuffer front = ByteBuffer.allocate(2 + 16).order(ByteOrder.LITTLE_ENDIAN);
        refused(Sections.ofFront(front.putShort((short) 0).putLong(-1).rewind()));
    }

    @Test
    void refusesAMiddle() {
        Sections good = type.encode(new DataPing("a", 0, 0, ByteBuffer.allocate(0)), 0);
        refused(new Sections(good.front(), ByteBuffer.allocate(1), good.data()));
    }

    private void refused(Sections sections) {
        assertThrows(IllegalArgumentException.class, () -> type.decode(sections, 1));
    }
}
