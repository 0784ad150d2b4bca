package messenger.examples.monmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MonMapReaderTest {
    private static final int EPOCH_OFFSET = 26;
    private static final int MONITORS_OFFSET = EPOCH_OFFSET + 20 + 2 * 14;
    private static final int NAME_OFFSET = MONITORS_OFFSET + 4;

    private static String refused(ByteBuffer front) {
        return assertThrows(IllegalArgumentException.class, () -> MonMapReader.read(front))
                .getMessage();
    }

    @Test
    void capturedMapIsRead() {
        MonMap map = MonMapReader.read(Captured.bytes(Captured.ONE_MONITOR));
        assertEquals(
                new MonMap(
                        UUID.fromString("11111111-2222-3333-4444-555555555555"),
                        1,
                        Instant.ofEpochSecond(0x6b029ba6L, 0x20577132),
                        Instant.ofEpochSecond(0x6b029ba6L, 0x20577132),
                        List.of(new Monitor(0, "a", List.of("v1:127.0.0.1:16789/0")))),
                map);
    }

    @Test
    void bothProtocolsAndIpv6AreRead() {
        MonMap map = MonMapReader.read(Captured.withLength(Captured.THREE_MONITORS));
        assertEquals(UUID.fromString("91e722e4-dad3-4220-80db-e45fa46e89f1"), map.fsid());
        assertEquals(
                List.of(
                        new Monitor(0, "a", List.of("v2:192.0.2.1:3300/0", "v1:192.0.2.1:6789/0")),
                        new Monitor(1, "b", List.of("v2:192.0.2.2:3300/0", "v1:192.0.2.2:6789/0")),
                        new Monitor(2, "six", List.of("v1:[2001:db8:0:0:0:0:0:6]:6789/0"))),
                map.monitors());
    }

    @Test
    void printsAsATable() {
        String text =
                MonMapReader.read(Captured.withLength(Captured.THREE_MONITORS)).toString();
        assertEquals("""
                epoch         0
                fsid          91e722e4-dad3-4220-80db-e45fa46e89f1
                last changed  2026-11-23T06:10:59.847999150Z
                created       2026-11-23T06:10:59.847999150Z

                RANK  NAME  ADDRESSES
                   0  a     v2:192.0.2.1:3300/0, v1:192.0.2.1:6789/0
                   1  b     v2:192.0.2.2:3300/0, v1:192.0.2.2:6789/0
                   2  six   v1:[2001:db8:0:0:0:0:0:6]:6789/0""", text);
    }

    @Test
    void everyTruncationIsRefused() {
        ByteBuffer whole = Captured.withLength(Captured.THREE_MONITORS);
        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer cut = whole.slice(0, length);
            assertThrows(IllegalArgumentException.class, () -> MonMapReader.read(cut), () -> "cut at " + cut.limit());
        }
    }

    @Test
    void moreMonitorsThanAllowedAreRefused() {
        ByteBuffer front = Captured.bytes(Captured.ONE_MONITOR).putInt(MONITORS_OFFSET, 2000);
        assertEquals("monitors has 2000 elements; allowed: at most 1024", refused(front));
    }

    @Test
    void longNamesAreRefusedBeforeTheyAreRead() {
        ByteBuffer front = Captured.bytes(Captured.ONE_MONITOR).putInt(NAME_OFFSET, -1);
        assertEquals("name of 4294967295 bytes; allowed: at most 256", refused(front));
    }

    @Test
    void mapThatNeedsANewerReaderIsRefused() {
        ByteBuffer front =
                Captured.bytes(Captured.ONE_MONITOR).put(4, (byte) 12).put(5, (byte) 10);
        assertEquals("map has version 12, readable from version 10 on; understood: 6 to 9", refused(front));
    }

    @Test
    void mapOfAMonitorBeforeNautilusIsRefused() {
        ByteBuffer front = Captured.bytes(Captured.ONE_MONITOR).put(4, (byte) 5).put(5, (byte) 3);
        assertTrue(refused(front).startsWith("map has version 5"));
    }

    @Test
    void whatANewerVersionAddsIsSkipped() {
        ByteBuffer front = Captured.bytes(Captured.ONE_MONITOR).put(4, (byte) 10);
        assertEquals(1, MonMapReader.read(front).epoch());
    }
}
