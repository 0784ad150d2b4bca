package messenger.simple;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import messenger.api.EntityAddress;
import messenger.spi.Crc32c;
import messenger.spi.LinkFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values on the wire, byte by byte. */
class CodecTest {
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
        assertEquals(address, AddressCodec.decode(bytes.flip()));
        assertEquals(AddressCodec.LENGTH, bytes.position());
    }

    @Test
    void scopeOfLinkLocalAddressTravels() {
        String hex = V6.replace("20010db8", "fe800000");
        String scoped = hex.substring(0, 64) + "03000000" + hex.substring(72);
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(scoped)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = buffer(AddressCodec.LENGTH);
        AddressCodec.encode(AddressCodec.decode(in), out);
        assertEquals(scoped, HexFormat.of().formatHex(out.array()));
    }

    @Test
    void addressOfUnknownFamilyIsRefusedByName() {
        ByteBuffer in = buffer(AddressCodec.LENGTH).putShort(8, (short) 0x0100);
        var e = assertThrows(IllegalArgumentException.class, () -> AddressCodec.decode(in));
        assertTrue(e.getMessage().contains("family 1 "), e.getMessage());
    }

    @Test
    void addressWithoutFamilyIsBlank() {
        assertTrue(AddressCodec.decode(buffer(AddressCodec.LENGTH)).isBlankIp());
    }

    @Test
    void unknownNonceIsWrittenAsZero() {
        ByteBuffer bytes = buffer(AddressCodec.LENGTH);
        AddressCodec.encode(EntityAddress.parse("tcp://127.0.0.1:1"), bytes);
        assertEquals(0, bytes.getInt(4));
    }

    @Test
    void crcVectors() {
        Crc32c crc = new Crc32c();
        assertEquals(0x58e3fa20, crc.of(ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(0, crc.of(ByteBuffer.allocate(0)));
        assertEquals(0, crc.of(ByteBuffer.allocate(100_000)), "zeros have none");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 4095, 4096, 4097, 65_537, 1_000_003})
    void crcIsThatOfTheBitwiseDefinition(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        int expected = 0;
        for (byte b : bytes) {
            expected ^= b & 0xff;
            for (int i = 0; i < 8; i++) {
                expected = (expected & 1) != 0 ? expected >>> 1 ^ 0x82f6_3b78 : expected >>> 1;
            }
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(length).put(bytes).flip();
        Crc32c crc = new Crc32c();
        assertEquals(expected, crc.of(direct));
        assertEquals(expected, crc.of(bytes, 0, length));
        assertEquals(0, direct.position());
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://10.0.0.1:6800/5, tcp://10.0.0.1:6800/5, true",
        "tcp://10.0.0.1:6800, tcp://10.0.0.1:6800/5, true",
        "tcp://10.0.0.1:6800/5, tcp://0.0.0.0:6800/5, true",
        "tcp://10.0.0.1:6800/5, tcp://10.0.0.1:6800/6, false",
        "tcp://10.0.0.1:6800/5, tcp://10.0.0.1:6801/5, false",
        "tcp://10.0.0.1:6800/5, tcp://10.0.0.2:6800/5, false",
        "tcp://10.0.0.1:6800/5, tcp://0.0.0.0:6800/6, false",
    })
    void wrongNodeRule(String dialled, String announced, boolean right) throws PipeFault {
        EntityAddress wanted = EntityAddress.parse(dialled);
        EntityAddress found = EntityAddress.parse(announced);
        if (right) {
            Identity.check(wanted, found);
            return;
        }
        LinkFault fault = assertThrows(PipeFault.class, () -> Identity.check(wanted, found))
                .fault();
        assertEquals(LinkFault.Kind.WRONG_PEER, fault.kind());
        assertTrue(fault.text().contains(dialled) && fault.text().contains(announced), fault.text());
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
