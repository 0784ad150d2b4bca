package messenger.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import messenger.api.EntityAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses on the wire, byte by byte. */
class AddressCodecTest {
    private static final String V4 = "00000000" + "78563412" + "0002" + "1a90" + "7f000001" + "00".repeat(120);
    private static final String V6 = "00000000" + "01000000" + "000a" + "1a90" + "00000000"
            + "20010db8000000000000000000000001" + "00000000" + "00".repeat(100);

    @ParameterizedTest
    @CsvSource({"tcp://127.0.0.1:6800/305419896,4", "tcp://[2001:db8::1]:6800/1,6"})
    void addresses(String text, int version) {
        EntityAddress address = EntityAddress.parse(text);
        ByteBuffer bytes = buffer(AddressCodec.LENGTH);
        AddressCodec.encode(address, bytes);
        assertEquals(version == 4 ? V4 : V6, HexFormat.of().formatHex(bytes.array()));
        assertEquals(address, AddressCodec.decode(EntityAddress.TCP, bytes.flip()));
        assertEquals(AddressCodec.LENGTH, bytes.position());
    }

    @Test
    void scopeOfLinkLocalAddressTravels() {
        String hex = V6.replace("20010db8", "fe800000");
        String scoped = hex.substring(0, 64) + "03000000" + hex.substring(72);
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(scoped)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = buffer(AddressCodec.LENGTH);
        AddressCodec.encode(AddressCodec.decode(EntityAddress.TCP, in), out);
        assertEquals(scoped, HexFormat.of().formatHex(out.array()));
    }

    @Test
    void addressOfUnknownFamilyIsRefusedByName() {
        ByteBuffer in = buffer(AddressCodec.LENGTH).putShort(8, (short) 0x0100);
        var e = assertThrows(IllegalArgumentException.class, () -> AddressCodec.decode(EntityAddress.TCP, in));
        assertTrue(e.getMessage().contains("family 1 "), e.getMessage());
    }

    @Test
    void addressWithoutFamilyIsBlank() {
        assertTrue(AddressCodec.decode(EntityAddress.TCP, buffer(AddressCodec.LENGTH))
                .isBlankIp());
    }

    @Test
    void unknownNonceIsWrittenAsZero() {
        ByteBuffer bytes = buffer(AddressCodec.LENGTH);
        AddressCodec.encode(EntityAddress.parse("tcp://127.0.0.1:1"), bytes);
        assertEquals(0, bytes.getInt(4));
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
