package messenger.simple;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import messenger.api.EntityAddress;
import messenger.spi.LinkFault;
import messenger.spi.support.LinkFaultException;

/** Sockets that dial, and the faults that end it. */
final class Dialling {
    private Dialling() {}

    /**
     * A socket of the family of where an address is reached.
     *
     * @throws LinkFaultException if that party does not listen, or this JVM cannot reach such addresses
     */
    static SocketChannel open(EntityAddress address, InetAddress reached) throws IOException, LinkFaultException {
        if (address.port() == 0) {
            throw new LinkFaultException(
                    LinkFault.Kind.REFUSED, address + " has no port: that party does not listen; let it dial instead");
        }
        boolean ipv6 = reached instanceof Inet6Address;
        try {
            return SocketChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        } catch (UnsupportedOperationException e) {
            throw new LinkFaultException(
                    LinkFault.Kind.IO, address + " is an IPv6 address and this JVM has no IPv6; dial IPv4");
        }
    }

    /** What an error means while {@code address} is dialled, which is reached at {@code reached}. */
    static LinkFault fault(EntityAddress address, InetSocketAddress reached, IOException e) {
        boolean direct =
                reached.getPort() == address.port() && reached.getAddress().equals(address.ip());
        String where = address + (direct ? "" : " (by its route, " + reached + ")");
        if (e instanceof ConnectException && "Connection refused".equals(e.getMessage())) {
            return new LinkFault(
                    LinkFault.Kind.REFUSED, "nobody listens at " + where + "; start the peer or correct the address");
        }
        return new LinkFault(
                LinkFault.Kind.IO,
                "cannot reach " + where + ": " + text(e) + "; check the address, the network and firewalls");
    }

    /** What an error means on a link that was connected. */
    static LinkFault connectedFault(String peer, IOException e) {
        return new LinkFault(LinkFault.Kind.IO, "peer " + peer + ": " + text(e) + "; check the peer and the network");
    }

    private static String text(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
