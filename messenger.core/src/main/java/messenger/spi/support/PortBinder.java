package messenger.spi.support;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import messenger.api.BindException;
import messenger.api.EntityAddress;
import messenger.api.MessengerClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a port to listen at: the one given, one of the configured range, or one that the system chooses.
 *
 * @param <T> what listens
 */
public final class PortBinder<T extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(PortBinder.class);

    /**
     * Listens at an address.
     *
     * @param <T> what listens
     */
    @FunctionalInterface
    public interface Opener<T> {
        /**
         * Listens there.
         *
         * @param port 0 for one that the system chooses
         */
        T open(InetAddress ip, int port) throws IOException;
    }

    private final PortRules rules;
    private final Opener<T> opener;
    private final ToIntFunction<T> portOf;
    private final CountDownLatch closing;
    private final int before;

    /**
     * With {@code closing} counted down, a wait for another attempt ends.
     *
     * @param portOf the port at which something listens
     * @param before the port that the endpoint had, by which peers know its sessions: tried first for port 0; 0 for none
     */
    public PortBinder(PortRules rules, Opener<T> opener, ToIntFunction<T> portOf, CountDownLatch closing, int before) {
        this.rules = rules;
        this.opener = opener;
        this.portOf = portOf;
        this.before = before;
        this.closing = closing;
    }

    /**
     * Binds, trying again as configured.
     *
     * @throws BindException naming the address, the reason and a remedy
     */
    public T bind(EntityAddress address, Set<Integer> avoidPorts) {
        for (int retries = rules.retries(); ; retries--) {
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
            if (closing.await(rules.retryDelay().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new MessengerClosedException(rules.pid() + " was closed while it tried to listen at " + address);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BindException("interrupted while trying to listen at " + address + "; bind again");
        }
    }

    private T attempt(EntityAddress address, Set<Integer> avoidPorts) throws IOException {
        if (address.port() != 0) {
            return opener.open(address.ip(), address.port());
        }
        if (before != 0 && !avoidPorts.contains(before)) {
            try {
                return opener.open(address.ip(), before);
            } catch (IOException e) {
                LOG.warn(
                        "port {} cannot be had again ({}); listening elsewhere, peers will take the endpoint for another"
                                + " one and reset their sessions",
                        before,
                        e.getMessage());
            }
        }
        if (rules.portMax() == 0) {
            return openAny(address.ip(), avoidPorts);
        }
        IOException last = new IOException("every port of the range is to be avoided");
        for (int port = rules.portMin(); port <= rules.portMax(); port++) {
            if (!avoidPorts.contains(port)) {
                try {
                    return opener.open(address.ip(), port);
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw last;
    }

    private T openAny(InetAddress ip, Set<Integer> avoidPorts) throws IOException {
        List<T> avoided = new ArrayList<>();
        try {
            while (true) {
                T opened = opener.open(ip, 0);
                if (!avoidPorts.contains(portOf.applyAsInt(opened))) {
                    return opened;
                }
                avoided.add(opened);
            }
        } finally {
            for (T opened : avoided) {
                closeQuietly(opened);
            }
        }
    }

    private void closeQuietly(T opened) {
        try {
            opened.close();
        } catch (Exception e) {
            LOG.warn("what listened at port {} closed with an error", portOf.applyAsInt(opened), e);
        }
    }

    private String text(EntityAddress address, Exception e) {
        String range = rules.portMax() == 0
                ? "a port that the system chooses"
                : "a free one of " + rules.portMin() + ".." + rules.portMax();
        return "cannot listen at " + address + (address.port() == 0 ? " with " + range : "") + ": " + e.getMessage()
                + "; check that the address belongs to this host and who has the port" + rules.whoHasIt()
                + ", or configure "
                + (address.port() == 0 ? "another range" : "port 0 for " + range);
    }
}
