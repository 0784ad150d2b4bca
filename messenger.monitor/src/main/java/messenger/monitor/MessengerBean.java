package messenger.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import messenger.api.EntityAddress;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import messenger.api.dto.ThrottleDTO;

/** The MBean of one messenger. Throws exceptions of the JDK only, which every JMX client knows. Thread safe. */
final class MessengerBean implements MessengerMXBean {
    private final MonitoredMessenger messenger;

    MessengerBean(MonitoredMessenger messenger) {
        this.messenger = messenger;
    }

    private MessengerDTO state() {
        return messenger.state().orElseThrow(messenger::gone);
    }

    @Override
    public String getName() {
        return state().name;
    }

    @Override
    public String getType() {
        return state().type;
    }

    @Override
    public String getAddress() {
        return state().address;
    }

    @Override
    public List<String> getAddresses() {
        return state().addresses;
    }

    @Override
    public List<String> getTransports() {
        return state().transports;
    }

    @Override
    public int getSessionCount() {
        return state().sessions.size();
    }

    @Override
    public Map<String, Integer> getSessionsByState() {
        return state().sessions.stream()
                .collect(Collectors.toMap(session -> session.state, session -> 1, Integer::sum, TreeMap::new));
    }

    @Override
    public List<SessionData> getSessions() {
        return state().sessions.stream().map(SessionData::of).toList();
    }

    @Override
    public List<LinkData> getLinks() {
        return state().sessions.stream()
                .filter(session -> session.link != null)
                .map(LinkData::of)
                .toList();
    }

    @Override
    public Map<String, ThrottleData> getThrottles() {
        Map<String, ThrottleData> byName = new TreeMap<>();
        for (ThrottleDTO throttle : state().throttles) {
            byName.put(throttle.name, ThrottleData.of(throttle));
        }
        return byName;
    }

    @Override
    public MemoryData getMemory() {
        return MemoryData.of(state().memory);
    }

    @Override
    public int getHandshakes() {
        return state().handshakes;
    }

    @Override
    public long getQueued() {
        return sum(session -> session.queued);
    }

    @Override
    public long getUnacknowledged() {
        return sum(session -> session.unacknowledged);
    }

    @Override
    public long getStoredBytes() {
        return sum(session -> session.storedBytes);
    }

    @Override
    public long getSwaps() {
        return sum(session -> session.swaps);
    }

    @Override
    public long getSwapFailures() {
        return sum(session -> session.swapFailures);
    }

    @Override
    public long getLongestPauseNanos() {
        return state().sessions.stream()
                .mapToLong(session -> session.longestPauseNanos)
                .max()
                .orElse(0);
    }

    private long sum(ToLongFunction<SessionDTO> figure) {
        return state().sessions.stream().mapToLong(figure).sum();
    }

    @Override
    public long getDispatchQueued() {
        return state().dispatchQueued;
    }

    @Override
    public long getDispatchOldestNanos() {
        return state().dispatchOldestNanos;
    }

    @Override
    public long getDispatched() {
        return state().dispatched;
    }

    @Override
    public List<String> getMissingDispatchers() {
        return state().missingDispatchers;
    }

    @Override
    public void markDown(String address) {
        EntityAddress wanted = EntityAddress.parse(address);
        operate(service -> {
            EntityAddress peer = service.connections().stream()
                    .map(connection -> connection.peerAddress())
                    .filter(each -> each.equals(wanted)
                            || (wanted.hasAnyNonce()
                                    && each.withNonce(wanted.nonce()).equals(wanted)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("messenger " + messenger + " has no session with "
                            + wanted + "; the attribute Sessions lists those there are"));
            service.markDown(peer);
        });
    }

    @Override
    public void markDownAll() {
        operate(Messenger::markDownAll);
    }

    @Override
    public boolean drain(long seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("seconds " + seconds + " is not allowed; allowed: 0 or more");
        }
        boolean[] drained = new boolean[1];
        operate(service -> {
            try {
                drained[0] = service.drain(Duration.ofSeconds(seconds));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while draining " + messenger, e);
            }
        });
        return drained[0];
    }

    private void operate(Consumer<Messenger> operation) {
        try {
            operation.accept(messenger.service());
        } catch (MessengerClosedException e) {
            throw messenger.gone();
        } finally {
            messenger.forget();
        }
    }
}
