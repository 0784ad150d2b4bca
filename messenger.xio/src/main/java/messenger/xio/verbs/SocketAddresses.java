package messenger.xio.verbs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** {@code sockaddr_in} and {@code sockaddr_in6}. */
final class SocketAddresses {
    private static final int SIZE = 28;
    private static final short IPV4 = 2;
    private static final short IPV6 = 10;

    private SocketAddresses() {}

    /** @return its address, which lives as long as the arena */
    static long encode(SocketAddress address, Arena arena) throws IOException {
        if (!(address instanceof InetSocketAddress socket) || socket.isUnresolved()) {
            throw new IOException(address + " is not an IP address; give one, or a name that can be resolved");
        }
        long target = arena.allocate(SIZE, 8).address();
        boolean four = socket.getAddress() instanceof Inet4Address;
        NativeMemory.putShort(target, four ? IPV4 : IPV6);
        NativeMemory.putShort(target + 2, Short.reverseBytes((short) socket.getPort()));
        byte[] bytes = socket.getAddress().getAddress();
        for (int i = 0; i < bytes.length; i++) {
            NativeMemory.putByte(target + (four ? 4 : 8) + i, bytes[i]);
        }
        if (socket.getAddress() instanceof Inet6Address six) {
            NativeMemory.putInt(target + 24, six.getScopeId());
        }
        return target;
    }

    /** @return null if it is of another kind */
    static InetSocketAddress decode(long source) throws IOException {
        short family = NativeMemory.getShort(source);
        int port = Short.toUnsignedInt(Short.reverseBytes(NativeMemory.getShort(source + 2)));
        return switch (family) {
            case IPV4 -> new InetSocketAddress(InetAddress.getByAddress(NativeMemory.bytes(source + 4, 4)), port);
            case IPV6 -> {
                byte[] bytes = NativeMemory.bytes(source + 8, 16);
                int scope = NativeMemory.getInt(source + 24);
                InetAddress plain = InetAddress.getByAddress(bytes);
                yield new InetSocketAddress(
                        plain instanceof Inet6Address && scope != 0
                                ? Inet6Address.getByAddress(null, bytes, scope)
                                : plain,
                        port);
            }
            default -> null;
        };
    }
}
