package messenger.monitor;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.api.MessengerConstants;
import messenger.api.dto.LinkDTO;
import messenger.api.dto.MemoryDTO;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import messenger.api.dto.ThrottleDTO;
import org.osgi.framework.Constants;

/** A messenger whose state a test sets, and which remembers what it was told. */
final class FakeMessenger {
    private static long services;

    final List<SessionDTO> sessions = new ArrayList<>();
    final List<ThrottleDTO> throttles = new ArrayList<>();
    final List<Object> told = new ArrayList<>();
    List<String> addresses = List.of("tcp://127.0.0.1:6800/7");
    List<String> transports = List.of("simple");
    List<String> missing = List.of();
    long dispatchQueued;
    Duration dispatchOldest = Duration.ZERO;
    boolean drained = true;
    boolean closed;
    int asked;

    private final String name;
    private final Map<String, Object> properties;

    FakeMessenger(String name, String type) {
        this.name = name;
        this.properties = Map.of(
                Constants.SERVICE_ID, ++services, MessengerConstants.ENDPOINT, name, MessengerConstants.TYPE, type);
    }

    final Messenger service = proxy(Messenger.class, (self, method, arguments) -> switch (method.getName()) {
        case "name" -> EntityName.parse(name());
        case "state" -> state();
        case "connections" -> sessions.stream().map(FakeMessenger::connection).toList();
        case "markDown", "drain" -> {
            told.add(arguments[0]);
            yield method.getName().equals("drain") ? drained() : null;
        }
        case "markDownAll" -> {
            told.add("all");
            yield null;
        }
        default -> throw new UnsupportedOperationException(method.getName());
    });

    private String name() {
        return name;
    }

    private boolean drained() {
        return drained;
    }

    FakeMessenger appearIn(MonitoredMessengers messengers) {
        messengers.addMessenger(service, properties);
        return this;
    }

    void disappearFrom(MonitoredMessengers messengers) {
        messengers.removeMessenger(service, properties);
    }

    SessionDTO session(String peer, String address, String state) {
        SessionDTO dto = new SessionDTO();
        dto.peerName = peer;
        dto.peerAddress = address;
        dto.localAddress = "tcp://127.0.0.1:6800/7";
        dto.state = state;
        dto.policy = "lossless_peer";
        dto.trace = new String[0];
        if (state.equals("OPEN")) {
            dto.link = new LinkDTO();
            dto.link.transport = "simple";
            dto.link.local = "127.0.0.1:50000";
            dto.link.remote = "127.0.0.1:6801";
            dto.link.bytesOut = 4096;
        }
        sessions.add(dto);
        return dto;
    }

    ThrottleDTO throttle(String throttle, long used, long limit) {
        ThrottleDTO dto = new ThrottleDTO();
        dto.name = throttle;
        dto.used = used;
        dto.limit = limit;
        throttles.add(dto);
        return dto;
    }

    private static MemoryDTO memory() {
        MemoryDTO dto = new MemoryDTO();
        dto.kind = "memfd";
        dto.limit = 8 << 20;
        dto.leases = 2;
        dto.leased = 8192;
        return dto;
    }

    private MessengerDTO state() {
        if (closed) {
            throw new MessengerClosedException(name + " is shut down");
        }
        asked++;
        MessengerDTO dto = new MessengerDTO();
        dto.name = name;
        dto.type = properties.get(MessengerConstants.TYPE).toString();
        dto.address = "tcp://127.0.0.1:6800/7";
        dto.addresses = addresses;
        dto.transports = transports;
        dto.sessions = List.copyOf(sessions);
        dto.dispatchQueued = dispatchQueued;
        dto.dispatchOldestNanos = dispatchOldest.toNanos();
        dto.dispatched = 42;
        dto.missingDispatchers = missing;
        dto.throttles = List.copyOf(throttles);
        dto.memory = memory();
        return dto;
    }

    private static Connection connection(SessionDTO session) {
        return proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
            case "peerAddress" -> EntityAddress.parse(session.peerAddress);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
