package messenger.examples.monmap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Sections that Ceph 16.2.15 has written. */
final class Captured {
    /** AUTH of the command-line tool. */
    static final String AUTH = "0000000000000000ffff0000000000000000000000001e0000000101000000010000000800000005000000"
            + "61646d696e000000000000000000000000";

    /** The answer of a monitor that wants no proof. */
    static final String ADMITTED = "010000000000000003100000000000000000000000000000";

    /** The map of a cluster with one monitor, with its length, as MON_MAP has it. */
    static final String ONE_MONITOR =
            "a60000000906a00000001111111122223333444455555555555501000000a69b026b32715720a69b026b"
                    + "32715720010108000000ff00000000000000010108000000000000000000000001000000010000006105013500000001000000"
                    + "6102010000000101011c000000010000000000000010000000020041957f000001000000000000000000000000000000000100"
                    + "0000010000006110000000000100000000000000000000000000";

    /** Three monitors, two with an address of each protocol and one with IPv6, as monmaptool writes them to a file. */
    static final String THREE_MONITORS =
            "09068201000091e722e4dad3422080dbe45fa46e89f100000000f3d8036bae708b32f3d8036bae70"
                    + "8b3201010800000000000000000000000101080000000000000000000000030000000100000061050158000000010000006102"
                    + "020000000101011c00000002000000000000001000000002000ce4c000020100000000000000000101011c0000000100000000"
                    + "0000001000000002001a85c0000201000000000000000000000000000000000100000062050158000000010000006202020000"
                    + "000101011c00000002000000000000001000000002000ce4c000020200000000000000000101011c0000000100000000000000"
                    + "1000000002001a85c0000202000000000000000000000000000000000300000073697805014300000003000000736978020100"
                    + "00000101012800000001000000000000001c0000000a001a850000000020010db8000000000000000000000006000000000000"
                    + "00000000000003000000010000006101000000620300000073697800000000000100000000000000000000000000";

    private Captured() {}

    static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A map as a message has it: behind its length. */
    static ByteBuffer withLength(String hex) {
        ByteBuffer map = bytes(hex);
        return ByteBuffer.allocate(Integer.BYTES + map.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(map.remaining())
                .put(map)
                .flip();
    }
}
