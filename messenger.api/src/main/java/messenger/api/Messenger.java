package messenger.api;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import messenger.api.dto.MessengerDTO;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An endpoint's way to its peers. A service with the properties of {@link MessengerConstants}: one with type {@code any}
 * for each endpoint, which lives as long as the endpoint's configuration, and one for each transport attached to it,
 * which reaches that transport's peers only and lives as long as the transport.
 *
 * <p>All methods but the plain accessors throw {@link MessengerClosedException} once the messenger was shut down.
 */
@ProviderType
public interface Messenger {
    /** Who this side is. */
    EntityName name();

    /** {@code any}, or the transport's type, such as {@code simple}. */
    String type();

    /** The endpoint's canonical address: port 0 until something was bound, the wildcard IP until it is learned. */
    EntityAddress address();

    /** Where this messenger listens; empty if nowhere. */
    List<EntityAddress> addresses();

    /**
     * Listens at an address besides those it listens at already; port 0 chooses a port of the configured range.
     *
     * @param address the wildcard IP listens everywhere
     * @return the address as bound, with the endpoint's nonce
     * @throws BindException if the address cannot be bound, naming it and the reason
     * @throws IllegalArgumentException if no attached transport has the address's scheme
     */
    EntityAddress bind(EntityAddress address);

    /**
     * Moves the endpoint to new ports: stops listening, marks all sessions down, adds 1,000,000 to the nonce and listens again at the
     * same IP addresses, neither at {@code avoidPorts} nor at the old ports.
     */
    void rebind(Set<Integer> avoidPorts);

    /**
     * The session with the peer at an address, found or created. Never waits: messages sent to it are kept until a link
     * is up. Its own address gives {@link #loopback()}.
     *
     * @throws IllegalArgumentException if this is a transport's messenger, and the address has another scheme. The
     *     endpoint's messenger waits for a transport that reaches it
     */
    Connection connect(EntityType peerType, EntityAddress address);

    /**
     * A new session with the peer at an address, besides any that there is: it presents itself as a party of its own, which
     * does not listen and has a random nonce, and {@link #connect} does not find it. For proxies, which carry the
     * conversations of several parties. Never waits.
     *
     * <p>The peer cannot tell that such a party never comes again. With a lossless policy it keeps the session when this
     * side marks it down, until its {@code standby.timeout}: lossy policies suit better.
     *
     * @throws IllegalArgumentException as {@link #connect}
     */
    Connection connectSeparately(EntityType peerType, EntityAddress address);

    /**
     * Memory in which content can be sent without a copy where the transport can. The pool is shared by all endpoints and
     * bounded: when it has no more, the memory comes from the heap. To be closed.
     *
     * @param size in bytes, at most 128 MiB
     * @throws IllegalArgumentException if the size is negative or too large
     */
    MessageBuffer buffer(int size);

    /** The session with oneself, always connected. */
    Connection loopback();

    /** All sessions that have not ended, without the loopback. */
    List<Connection> connections();

    /** Ends the session with that peer, with the {@link Dispatcher#reset} callback; does nothing if there is none. */
    void markDown(EntityAddress address);

    /** Ends all sessions, with a {@link Dispatcher#reset} callback each. */
    void markDownAll();

    /** The policy for new sessions with peers of that type. */
    Policy policy(EntityType peerType);

    /**
     * Changes the policy for new sessions with peers of that type; throttles change at once. Holds until the endpoint's
     * configuration is edited.
     */
    void setPolicy(EntityType peerType, Policy policy);

    /**
     * Waits until everything that the endpoint has accepted so far is acknowledged on lossless sessions, and written on
     * lossy ones.
     *
     * @return false if that took longer than {@code timeout}
     */
    boolean drain(Duration timeout) throws InterruptedException;

    /**
     * Ends what is this messenger's: all sessions for type {@code any}, the transport's links otherwise. Returns when its
     * threads have stopped, within the configured shutdown time-out.
     */
    void shutdown();

    boolean isShutDown();

    /**
     * Opens a tap on this messenger's links, present and future; does nothing if it is open. Links that are open take it up
     * a moment later.
     */
    void tap(WireTap tap);

    /** Closes a tap; calls that are under way may end later. */
    void untap(WireTap tap);

    /** A snapshot of the state, with sessions and links. */
    MessengerDTO state();
}
