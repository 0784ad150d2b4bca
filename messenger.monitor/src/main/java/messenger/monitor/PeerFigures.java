package messenger.monitor;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import messenger.api.dto.SessionDTO;

/** Figures of the sessions with one type of peer, or one peer. For one thread until it is part of {@link Figures}. */
final class PeerFigures {
    private final Map<PeerCounter, Long> totals;
    private final Map<String, Integer> sessions = new HashMap<>();
    private long queued;
    private long unacknowledged;
    private long storedBytes;
    private int swapping;
    private long longestPauseNanos;

    /** Without sessions, and with the totals that there were before. */
    PeerFigures(PeerFigures before) {
        totals = new EnumMap<>(PeerCounter.class);
        if (before != null) {
            totals.putAll(before.totals);
        }
    }

    /** Adds a session, and how much it has counted since the last time. */
    void add(SessionDTO session, Map<PeerCounter, Long> increments) {
        increments.forEach((counter, increment) -> totals.merge(counter, increment, Long::sum));
        sessions.merge(session.state, 1, Integer::sum);
        queued += session.queued;
        unacknowledged += session.unacknowledged;
        storedBytes += session.storedBytes;
        swapping += session.swappingTo == null ? 0 : 1;
        longestPauseNanos = Math.max(longestPauseNanos, session.longestPauseNanos);
    }

    long total(PeerCounter counter) {
        return totals.getOrDefault(counter, 0L);
    }

    int sessions(String state) {
        return sessions.getOrDefault(state, 0);
    }

    long queued() {
        return queued;
    }

    long unacknowledged() {
        return unacknowledged;
    }

    long storedBytes() {
        return storedBytes;
    }

    int swapping() {
        return swapping;
    }

    long longestPauseNanos() {
        return longestPauseNanos;
    }
}
