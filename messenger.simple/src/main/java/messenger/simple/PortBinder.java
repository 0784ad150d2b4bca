package messenger.simple;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import messenger.api.BindException;
import messenger.api.EntityAddress;
import messenger.api.MessengerClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a port to listen at: the one given, one of the configured range, or one that the system chooses. */
final class PortBinder {
    private static final Logger LOG = LoggerFactory.getLogger(PortBinder.class);

    /** Connections that the system holds until they are accepted. */
    private static final int BACKLOG = 512;

    private final SimpleSettings settings;
    private final CountDownLatch closing;
    private final int before;

    /**
     * With {@code closing} counted down, a wait for another attempt ends.
     *
     * @param before the port that the endpoint had, by which peers know its sessions: tried first for port 0; 0 for none
     */
    PortBinder(SimpleSettings settings, CountDownLatch closing, int before) {
        this.settings = settings;
        this.before = before;
        this.closing = closing;
    }

    /**
     * Binds, trying again as configured.
     *
     * @throws BindException naming the address, the reason and a remedy
     */
    ServerSocketChannel bind(EntityAddress address, Set<Integer> avoidPorts) {
        for (int retries = settings.bindRetries(); ; retries--) {
            try {
                return attempt(address, avoidPorts);
            } catch (IOException | UnsupportedOperationException e) {
                if (retries == 0) {
                    throw new BindException(text(address, e));
                }
                awaitRetry(address);
            }
        }
    }

    private void awaitRetry(EntityAddress address) {
        try {
            if (closing.await(settings.bindRetryDelay().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new MessengerClosedException(
                        "messenger.simple was closed while it tried to listen at " + address);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BindException("interrupted while trying to listen at " + address + "; bind again");
        }
    }

    private ServerSocketChannel attempt(EntityAddress address, Set<Integer> avoidPorts) throws IOException {
        if (address.port() != 0) {
            return open(address.ip(), address.port());
        }
        if (before != 0 && !avoidPorts.contains(before)) {
            try {
                return open(address.ip(), before);
            } catch (IOException e) {
                LOG.warn(
                        "port {} cannot be had again ({}); listening elsewhere, peers will take the endpoint for another"
                                + " one and reset their sessions",
                        before,
                        e.getMessage());
            }
        }
        if (settings.portMax() == 0) {
            return openAny(address.ip(), avoidPorts);
        }
        IOException last = new IOException("every port of the range is to be avoided");
        for (int port = settings.portMin(); port <= settings.portMax(); port++) {
            if (!avoidPorts.contains(port)) {
                try {
                    return open(address.ip(), port);
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw last;
    }

    private ServerSocketChannel openAny(InetAddress ip, Set<Integer> avoidPorts) throws IOException {
        List<ServerSocketChannel> avoided = new ArrayList<>();
        try {
            while (true) {
                ServerSocketChannel channel = open(ip, 0);
                if (!avoidPorts.contains(channel.socket().getLocalPort())) {
                    return channel;
                }
                avoided.add(channel);
            }
        } finally {
            for (ServerSocketChannel channel : avoided) {
                channel.close();
            }
        }
    }

    private ServerSocketChannel open(InetAddress ip, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(
                ip instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (settings.receiveBuffer() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBuffer());
            }
            return channel.bind(new InetSocketAddress(ip, port), BACKLOG);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private String text(EntityAddress address, Exception e) {
        String range = settings.portMax() == 0
                ? "a port that the system chooses"
                : "a free one of " + settings.portMin() + ".." + settings.portMax();
        return "cannot listen at " + address + (address.port() == 0 ? " with " + range : "") + ": " + e.getMessage()
                + "; check that the address belongs to this host and who has the port (ss -ltnp), or configure "
                + (address.port() == 0 ? "another range" : "port 0 for " + range);
    }
}
