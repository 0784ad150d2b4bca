package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import messenger.api.EntityAddress;
import messenger.spi.ControlFrame;
import messenger.spi.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two sides of a session tell each other, byte by byte. */
class ControlTest {
    private static final SessionId ID = new SessionId(0x0102030405060708L, 0x1112131415161718L);
    private static final EntityAddress FOUR = EntityAddress.parse("tcp://10.0.0.1:6800/5");
    private static final EntityAddress SIX = EntityAddress.parse("xio://[2001:db8::1]:6900/4294967295");

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void announceOnTheWire() {
        ByteBuffer expected = bytes("01 0807060504030201 1817161514131211 02"
                + " 03 746370 04 0a000001 901a 05000000"
                + " 03 78696f 10 20010db8000000000000000000000001 f41a ffffffff");
        Control.Announce announce = new Control.Announce(ID, FOUR, List.of(SIX));
        assertEquals(expected, announce.encode());
        assertEquals(announce, Control.decode(expected));
    }

    @ParameterizedTest
    @CsvSource({"xio, 02 03 78696f", ", 02 00"})
    void swapOnTheWire(String type, String hex) {
        assertEquals(bytes(hex), new Control.Swap(type).encode());
        assertEquals(new Control.Swap(type), Control.decode(bytes(hex)));
    }

    @Test
    void asManyAddressesAsFitAreTold() {
        EntityAddress longest = new EntityAddress("a".repeat(Control.MAX_NAME), SIX.ip(), 1, 1);
        ByteBuffer encoded = new Control.Announce(ID, longest, Collections.nCopies(40, longest)).encode();
        assertTrue(encoded.remaining() <= ControlFrame.MAX);
        Control.Announce told = assertInstanceOf(Control.Announce.class, Control.decode(encoded));
        assertEquals(Control.MAX_ADDRESSES, told.addresses().size());
    }

    @Test
    void whatALaterVersionSaysIsIgnored() {
        assertEquals(new Control.Unknown(200), Control.decode(bytes("c8 01 02")));
        assertEquals(new Control.Swap("xio"), Control.decode(bytes("02 03 78696f ff ff")));
    }

    @ParameterizedTest
    @CsvSource({
        "02, ends too early",
        "02 03 7869, ends too early",
        "02 03 1b5b6d, other characters",
        "02 11 6161616161616161616161616161616161, 17 bytes",
        "01 0807060504030201 1817161514131211 00, 0 addresses",
        "01 0807060504030201 1817161514131211 12, 18 addresses",
        "01 0807060504030201 1817161514131211 01 03 746370 05 0a00000100 901a 05000000, 5 bytes",
    })
    void whatIsWrongIsNamed(String hex, String reason) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Control.decode(bytes(hex)));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    @Test
    void anythingIsReadOrRefused() {
        Random random = new Random(4711);
        ByteBuffer announce = new Control.Announce(ID, FOUR, List.of(SIX)).encode();
        byte[] valid = new byte[announce.remaining()];
        announce.get(valid);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = valid.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Control.decode(ByteBuffer.wrap(bytes, 0, 1 + random.nextInt(bytes.length - 1)));
            } catch (IllegalArgumentException e) {
                assertTrue(
                        e.getMessage().startsWith("it ")
                                || e.getMessage().startsWith("an ")
                                || e.getMessage().startsWith("a "),
                        e.getMessage());
            }
        }
    }
}
