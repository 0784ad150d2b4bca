package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.MessageHeader;
import messenger.spi.Crc32c;
import messenger.spi.HeaderCodec;
import org.junit.jupiter.api.Test;

/** Message headers, byte by byte. */
class HeaderCodecTest {
    private static final int AT = 3;

    private final ByteBuffer bytes =
            ByteBuffer.allocate(AT + HeaderCodec.LENGTH + 2).order(ByteOrder.LITTLE_ENDIAN);

    private static ByteBuffer captured(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void expectRoundTrip(MessageHeader header) {
        HeaderCodec.encode(header, 1, 2, 3, bytes, AT);
        assertEquals(header, HeaderCodec.decode(bytes, AT));
        assertEquals(0, bytes.position());
    }

    @Test
    void roundTrip() {
        expectRoundTrip(new MessageHeader(1, 127, 5, 2, 1, 3762, EntityName.parse("osd.3"), 9, 0));
    }

    @Test
    void roundTripOfTheLargestValues() {
        EntityName source = new EntityName(EntityType.AUTH, Long.MAX_VALUE);
        expectRoundTrip(new MessageHeader(0xffff, 0xffff, -1, 0xffff, 0xffff, 0xffff, source, -1, 0xffff));
    }

    @Test
    void roundTripOfTheSmallestValues() {
        expectRoundTrip(new MessageHeader(0, 0, 0, 0, 0, 0, EntityName.parse("client.?"), 0, 0));
    }

    @Test
    void headerThatCephSent() {
        ByteBuffer auth = captured("0100000000000000 0000000000000000 1100 7f00 0100 3c000000 00000000 00000000 0000"
                + "08 ffffffffffffffff 0100 0000 694babe2");
        assertEquals(HeaderCodec.LENGTH, auth.remaining());
        MessageHeader header = HeaderCodec.decode(auth, 0);
        assertEquals(new MessageHeader(17, 127, 0, 1, 1, 0, EntityName.parse("client.?"), 1, 0), header);
        assertEquals(60, HeaderCodec.frontLength(auth, 0));
        assertEquals(0, HeaderCodec.middleLength(auth, 0));
        assertEquals(0, HeaderCodec.dataLength(auth, 0));
        assertEquals(HeaderCodec.crc(auth, 0), new Crc32c().of(auth.array(), 0, HeaderCodec.CRC_COVERS));
        ByteBuffer own = ByteBuffer.allocate(HeaderCodec.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        HeaderCodec.encode(header, 60, 0, 0, own, 0);
        HeaderCodec.putCrc(own, 0, new Crc32c().of(own.array(), 0, HeaderCodec.CRC_COVERS));
        assertEquals(auth, own);
    }

    @Test
    void lengthsAreUnsigned() {
        MessageHeader header = new MessageHeader(1, 1, 0, 1, 1, 0, EntityName.parse("osd.3"), 1, 0);
        HeaderCodec.encode(header, -1, Integer.MIN_VALUE, 7, bytes, AT);
        assertEquals(0xffff_ffffL, HeaderCodec.frontLength(bytes, AT));
        assertEquals(0x8000_0000L, HeaderCodec.middleLength(bytes, AT));
        assertEquals(7, HeaderCodec.dataLength(bytes, AT));
    }

    @Test
    void sourceThatMakesNoSenseIsNobody() {
        MessageHeader header = new MessageHeader(1, 1, 0, 1, 1, 0, EntityName.parse("osd.3"), 1, 0);
        HeaderCodec.encode(header, 0, 0, 0, bytes, AT);
        bytes.put(AT + 36, (byte) 0x83).putLong(AT + 37, -5);
        assertEquals(
                new EntityName(EntityType.UNKNOWN, EntityName.NO_ID),
                HeaderCodec.decode(bytes, AT).source());
    }
}
