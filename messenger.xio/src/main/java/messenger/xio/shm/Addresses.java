package messenger.xio.shm;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Facts about IP addresses. */
final class Addresses {
    private Addresses() {}

    /** Such as {@code 127.0.0.1:6800}. */
    static String text(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet4Address ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Whether an address is one of this network namespace's own. */
    static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Where those listen that listen at all addresses. */
    static List<InetSocketAddress> wildcards(int port) {
        try {
            return List.of(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[4]), port),
                    new InetSocketAddress(InetAddress.getByAddress(new byte[16]), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
