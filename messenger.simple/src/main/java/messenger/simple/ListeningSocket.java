package messenger.simple;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/** Makes sockets that listen. */
final class ListeningSocket {
    /** Connections that the system holds until they are accepted. */
    private static final int BACKLOG = 512;

    private ListeningSocket() {}

    /**
     * Listens at an address.
     *
     * @param receiveBuffer bytes of SO_RCVBUF; 0 for the system's choice
     */
    static ServerSocketChannel open(InetAddress ip, int port, int receiveBuffer) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(
                ip instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            return channel.bind(new InetSocketAddress(ip, port), BACKLOG);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
