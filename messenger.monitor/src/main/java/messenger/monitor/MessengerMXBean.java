package messenger.monitor;

import java.util.List;
import java.util.Map;

/**
 * A messenger as JMX shows it, with the figures of {@link messenger.api.dto.MessengerDTO}, up to a second old. Sizes in
 * bytes. All methods throw {@link IllegalStateException} once the messenger has gone.
 */
// public, as are its records: JMX requires that
public interface MessengerMXBean {
    /** The endpoint's name. */
    String getName();

    /** {@code any}, or the transport's type. */
    String getType();

    /** The endpoint's canonical address. */
    String getAddress();

    /** Where it listens. */
    List<String> getAddresses();

    /** Types of the attached transports. */
    List<String> getTransports();

    int getSessionCount();

    /** How many sessions are in each state; states without sessions are left out. */
    Map<String, Integer> getSessionsByState();

    List<SessionData> getSessions();

    List<LinkData> getLinks();

    /** By name. */
    Map<String, ThrottleData> getThrottles();

    /** Registered memory, of all endpoints of the framework. */
    MemoryData getMemory();

    /** Links that do not belong to a session yet. */
    int getHandshakes();

    /** Messages accepted and not handed to a link yet, of all sessions. */
    long getQueued();

    /** Messages handed to a link and not acknowledged, of all sessions. */
    long getUnacknowledged();

    /** What both hold. */
    long getStoredBytes();

    /** How often its sessions have gone on by another transport than before; those that have ended are not counted. */
    long getSwaps();

    /** Attempts to move one of them to another transport that failed. */
    long getSwapFailures();

    /** The longest time that one of them was without a link, in nanoseconds. */
    long getLongestPauseNanos();

    /** Messages and events that wait for dispatch. */
    long getDispatchQueued();

    /** How long the first of them has waited, in nanoseconds. */
    long getDispatchOldestNanos();

    /** Messages dispatched since the endpoint was made. */
    long getDispatched();

    /** Names of required Dispatchers that are absent. */
    List<String> getMissingDispatchers();

    /**
     * Ends the session with the peer at an address, such as {@code tcp://192.0.2.10:6800}; without a nonce, whatever
     * instance is there.
     *
     * @throws IllegalArgumentException if that is no address, or there is no session with it
     */
    void markDown(String address);

    /** Ends all of its sessions: of the endpoint, or those that the transport carries. */
    void markDownAll();

    /**
     * Waits until what was accepted so far is acknowledged on lossless sessions, and written on lossy ones.
     *
     * @param seconds how long at most
     * @return false if that took longer
     * @throws IllegalArgumentException if {@code seconds} is negative
     */
    boolean drain(long seconds);
}
