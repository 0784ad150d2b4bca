package messenger.monitor;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import messenger.api.dto.ThrottleDTO;

/**
 * Sums up the sessions of an endpoint. A session counts from its first message on; the sums do not shrink when it ends.
 * Thread safe.
 */
final class EndpointFigures {
    private record Key(String localAddress, String peerAddress) {}

    private final MonitoredMessenger messenger;
    private final boolean perPeer;
    private Map<Key, Map<PeerCounter, Long>> counted = Map.of();
    private Figures last = new Figures(null, Map.of(), Map.of(), Map.of());

    EndpointFigures(MonitoredMessenger messenger, boolean perPeer) {
        this.messenger = messenger;
        this.perPeer = perPeer;
    }

    String endpoint() {
        return messenger.endpoint();
    }

    /** The figures, up to a second old; the last ones if the messenger has gone. */
    Figures current() {
        MessengerDTO state = messenger.state().orElse(null);
        synchronized (this) {
            if (state != null && state != last.state()) {
                last = sumUp(state);
            }
            return last;
        }
    }

    private Figures sumUp(MessengerDTO state) {
        Map<Key, Map<PeerCounter, Long>> now = new HashMap<>();
        Map<String, PeerFigures> peers = new HashMap<>();
        Map<String, TransportFigures> transports = new HashMap<>();
        state.transports.forEach(type -> transports.put(type, TransportFigures.NONE));
        if (!perPeer) {
            last.peers().forEach((type, before) -> peers.put(type, new PeerFigures(before)));
        }
        for (SessionDTO session : state.sessions) {
            Map<PeerCounter, Long> counts = counts(session);
            Key key = new Key(session.localAddress, session.peerAddress);
            now.put(key, counts);
            peers.computeIfAbsent(
                            group(session), name -> new PeerFigures(last.peers().get(name)))
                    .add(session, increments(counts, counted.getOrDefault(key, Map.of())));
            if (session.link != null) {
                transports.computeIfPresent(session.link.transport, (type, figures) -> figures.plus(session.link));
            }
        }
        counted = now;
        Map<String, ThrottleDTO> throttles = new HashMap<>();
        state.throttles.forEach(throttle -> throttles.put(throttle.name, throttle));
        return new Figures(state, Map.copyOf(peers), Map.copyOf(transports), Map.copyOf(throttles));
    }

    private String group(SessionDTO session) {
        int dot = session.peerName.indexOf('.');
        return perPeer || dot < 0 ? session.peerName : session.peerName.substring(0, dot);
    }

    private static Map<PeerCounter, Long> counts(SessionDTO session) {
        Map<PeerCounter, Long> counts = new EnumMap<>(PeerCounter.class);
        for (PeerCounter counter : PeerCounter.values()) {
            counts.put(counter, counter.of(session));
        }
        return counts;
    }

    /** A count that is lower than before is that of a new session with the same peer. */
    private static Map<PeerCounter, Long> increments(Map<PeerCounter, Long> now, Map<PeerCounter, Long> before) {
        Map<PeerCounter, Long> increments = new EnumMap<>(PeerCounter.class);
        now.forEach((counter, count) -> {
            long old = before.getOrDefault(counter, 0L);
            increments.put(counter, count < old ? count : count - old);
        });
        return increments;
    }
}
