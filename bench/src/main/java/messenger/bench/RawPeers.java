package messenger.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import messenger.spi.Crc32c;

/**
 * A process of its own with many {@link RawPeer}s, as file descriptors are limited for each process. Says {@code open} when
 * each has had a message echoed, and ends with its standard input.
 *
 * <p>Arguments: port, number of peers, message type.
 */
public final class RawPeers {
    private RawPeers() {}

    /** Opens the connections, and holds them. */
    public static void main(String[] args) throws Exception {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        Crc32c crc = new Crc32c();
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            RawPeer peer = new RawPeer(server, i + 1);
            peers.add(peer);
            peer.echo(Integer.parseInt(args[2]), crc);
        }
        System.out.println("open");
        while (System.in.read() >= 0) {
            // held until the other side lets go
        }
        for (RawPeer peer : peers) {
            peer.close();
        }
    }
}
