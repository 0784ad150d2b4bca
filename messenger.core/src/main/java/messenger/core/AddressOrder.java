package messenger.core;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import messenger.api.EntityAddress;

/**
 * The order of addresses that decides races of connects, the same on both sides and on real Ceph: byte by byte over nonce
 * (little endian), family (little endian), port (big endian) and IP address.
 */
final class AddressOrder {
    private static final short IPV4 = 2;
    private static final short IPV6 = 10;

    private AddressOrder() {}

    static boolean isLower(EntityAddress a, EntityAddress b) {
        return Arrays.compareUnsigned(bytes(a), bytes(b)) < 0;
    }

    private static byte[] bytes(EntityAddress address) {
        boolean six = address.ip() instanceof Inet6Address;
        ByteBuffer bytes = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt((int) address.nonce()).putShort(six ? IPV6 : IPV4);
        bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) address.port());
        if (six) {
            bytes.putInt(0); // flow information lies before the address
        }
        bytes.put(address.ip().getAddress());
        return bytes.array();
    }
}
