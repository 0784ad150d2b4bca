package messenger.spi;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import messenger.api.EntityAddress;

/**
 * Addresses of the handshake, 136 bytes (messenger v1: entity_addr_t, legacy form).
 *
 * <pre>
 *  0 type u32 LE, 0        4 nonce u32 LE
 *  8 family u16 BE         10 port u16 BE
 * IPv4 (family 2):   12 address, 4 bytes
 * IPv6 (family 10):  12 flow info, 4 bytes   16 address, 16 bytes   32 scope u32 LE
 * zeros up to 136
 * </pre>
 *
 * <p>Buffers are little endian; positions move.
 */
public final class AddressCodec {
    private static final int TYPE = 0;
    private static final int NONCE = TYPE + Integer.BYTES;
    private static final int FAMILY = NONCE + Integer.BYTES;
    private static final int PORT = FAMILY + Short.BYTES;
    private static final int IPV4 = PORT + Short.BYTES;
    private static final int FLOW_INFO = PORT + Short.BYTES;
    private static final int IPV6 = FLOW_INFO + Integer.BYTES;
    private static final int SCOPE = IPV6 + 16;

    /** Bytes of an address. */
    public static final int LENGTH = FAMILY + 128;

    /** A party that has no address at all. */
    private static final int FAMILY_UNSPECIFIED = 0;

    private static final int FAMILY_IPV4 = 2;
    private static final int FAMILY_IPV6 = 10;

    private AddressCodec() {}

    /** Appends an address; a nonce that is not known is written as 0. */
    public static void encode(EntityAddress address, ByteBuffer to) {
        int at = to.position();
        to.put(new byte[LENGTH]);
        to.putInt(at + NONCE, address.hasAnyNonce() ? 0 : (int) address.nonce());
        boolean ipv6 = address.ip() instanceof Inet6Address;
        to.putShort(at + FAMILY, Short.reverseBytes((short) (ipv6 ? FAMILY_IPV6 : FAMILY_IPV4)));
        to.putShort(at + PORT, Short.reverseBytes((short) address.port()));
        to.put(at + (ipv6 ? IPV6 : IPV4), address.ip().getAddress());
        if (address.ip() instanceof Inet6Address six) {
            to.putInt(at + SCOPE, six.getScopeId());
        }
    }

    /**
     * Reads an address.
     *
     * @param scheme of the address, which is not on the wire
     * @throws IllegalArgumentException if its family is neither IPv4 nor IPv6
     */
    public static EntityAddress decode(String scheme, ByteBuffer from) {
        int at = from.position();
        from.position(at + LENGTH);
        int family = Short.toUnsignedInt(Short.reverseBytes(from.getShort(at + FAMILY)));
        int port = Short.toUnsignedInt(Short.reverseBytes(from.getShort(at + PORT)));
        long nonce = Integer.toUnsignedLong(from.getInt(at + NONCE));
        return new EntityAddress(scheme, ip(family, from, at), port, nonce);
    }

    private static InetAddress ip(int family, ByteBuffer from, int at) {
        byte[] bytes = switch (family) {
            case FAMILY_UNSPECIFIED, FAMILY_IPV4 -> new byte[4];
            case FAMILY_IPV6 -> new byte[16];
            default ->
                throw new IllegalArgumentException("address family " + family + " is neither IPv4 (" + FAMILY_IPV4
                        + ") nor IPv6 (" + FAMILY_IPV6 + ")");
        };
        if (family != FAMILY_UNSPECIFIED) {
            from.get(at + (family == FAMILY_IPV6 ? IPV6 : IPV4), bytes);
        }
        try {
            int scope = family == FAMILY_IPV6 ? from.getInt(at + SCOPE) : 0;
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new AssertionError("only a wrong length is refused", e);
        }
    }
}
