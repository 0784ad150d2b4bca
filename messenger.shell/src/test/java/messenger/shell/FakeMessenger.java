package messenger.shell;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.SessionLostException;
import messenger.api.WireTap;
import messenger.api.dto.LinkDTO;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import messenger.api.dto.ThrottleDTO;
import org.osgi.framework.Constants;

/** A messenger that keeps a list of sessions and remembers what it was told. */
final class FakeMessenger {
    final List<FakeSession> sessions = new ArrayList<>();
    final List<WireTap> taps = new CopyOnWriteArrayList<>();
    final Map<EntityType, Policy> policies = new EnumMap<>(EntityType.class);
    boolean drains = true;
    List<String> transports = List.of("simple");
    Set<?> rebound;
    final Messenger service = proxy(Messenger.class, (self, method, arguments) -> switch (method.getName()) {
        case "name" -> EntityName.parse(name());
        case "type" -> type();
        case "state" -> state();
        case "connections" -> sessions.stream().map(s -> s.connection).toList();
        case "addresses" -> List.of(EntityAddress.parse("tcp://127.0.0.1:6800/7"));
        case "policy" -> policies.getOrDefault(arguments[0], Policy.defaults());
        case "drain" -> drains;
        case "rebind" -> {
            rebound = (Set<?>) arguments[0];
            yield null;
        }
        case "tap" -> {
            taps.add((WireTap) arguments[0]);
            yield null;
        }
        case "untap" -> {
            taps.remove(arguments[0]);
            yield null;
        }
        case "connectSeparately" -> session(arguments[0] + ".?", arguments[1].toString()).connection;
        case "bind" -> ((EntityAddress) arguments[0]).withNonce(7);
        case "connect" -> connect((EntityType) arguments[0], (EntityAddress) arguments[1]);
        case "markDown" -> {
            sessions.removeIf(s -> s.address.equals(arguments[0]));
            yield null;
        }
        case "markDownAll" -> {
            sessions.clear();
            yield null;
        }
        default -> throw new UnsupportedOperationException(method.getName());
    });

    private final String name;
    private final String type;
    private final long id;

    FakeMessenger(String name, String type, long id) {
        this.name = name;
        this.type = type;
        this.id = id;
    }

    String name() {
        return name;
    }

    private String type() {
        return type;
    }

    void appearIn(Messengers messengers) {
        messengers.addMessenger(service, properties());
    }

    void disappearFrom(Messengers messengers) {
        messengers.removeMessenger(service, properties());
    }

    private Map<String, Object> properties() {
        return Map.of(Constants.SERVICE_ID, id, MessengerConstants.ENDPOINT, name, MessengerConstants.TYPE, type);
    }

    FakeSession session(String peerName, String address) {
        FakeSession session = new FakeSession(peerName, EntityAddress.parse(address));
        sessions.add(session);
        return session;
    }

    private Connection connect(EntityType peerType, EntityAddress address) {
        return sessions.stream()
                .filter(s -> s.address.equals(address))
                .findFirst()
                .orElseGet(() -> session(peerType + ".?", address.toString()))
                .connection;
    }

    private MessengerDTO state() {
        MessengerDTO dto = new MessengerDTO();
        dto.name = name;
        dto.type = type;
        dto.address = "tcp://127.0.0.1:6800/7";
        dto.addresses = List.of("tcp://127.0.0.1:6800/7");
        dto.transports = transports;
        dto.sessions = sessions.stream().map(s -> s.connection.state()).toList();
        dto.dispatched = 42;
        dto.missingDispatchers = List.of();
        ThrottleDTO throttle = new ThrottleDTO();
        throttle.name = "dispatch.bytes";
        throttle.limit = 1000;
        dto.throttles = List.of(throttle);
        return dto;
    }

    /** One session. */
    static final class FakeSession {
        final EntityAddress address;
        final List<Message> sent = new ArrayList<>();
        final Queue<Object> keepalives = new ArrayDeque<>();
        SendResult result = SendResult.ACCEPTED;
        boolean connected = true;
        boolean closed;
        boolean markedDown;
        boolean disposable;
        long messagesSent;
        long queued;
        boolean lossy;
        String transport = "simple";
        /** What {@code swap} was called with, {@code auto} for null. */
        final List<String> asked = new ArrayList<>();

        Consumer<String> whenAsked = type -> {};
        String wanted;
        String swappingTo;
        String swapFault;
        long swaps;
        long connectSeq = 1;
        long pauseNanos;
        String[] trace = {};
        CompletableFuture<Void> acknowledgement = CompletableFuture.completedFuture(null);
        CompletableFuture<Message> reply =
                CompletableFuture.failedFuture(new TimeoutException("no reply within the time"));
        final Connection connection = proxy(Connection.class, this::answer);
        private final String peerName;

        FakeSession(String peerName, EntityAddress address) {
            this.peerName = peerName;
            this.address = address;
        }

        private Object answer(Object self, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "peerAddress" -> address;
                case "peerName" -> EntityName.parse(peerName);
                case "isConnected" -> connected;
                case "isClosed" -> closed;
                case "state" -> sessionState();
                case "keepalive" -> keepalive();
                case "policy" -> Policy.named(lossy ? "lossy_client" : "lossless_peer");
                case "swap" -> {
                    wanted = (String) arguments[0];
                    asked.add(wanted == null ? "auto" : wanted);
                    whenAsked.accept(wanted);
                    yield null;
                }
                case "equals" -> self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                case "markDisposable" -> {
                    disposable = true;
                    yield null;
                }
                case "sendAcknowledged" -> {
                    sent.add((Message) arguments[0]);
                    yield acknowledgement;
                }
                case "request" -> {
                    sent.add((Message) arguments[0]);
                    yield reply;
                }
                case "send" -> {
                    sent.add((Message) arguments[0]);
                    yield result;
                }
                case "markDown" -> {
                    markedDown = true;
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method.getName());
            };
        }

        /** Another link carries it from now on. */
        void carriedBy(String type, Duration pause) {
            swaps += type.equals(transport) ? 0 : 1;
            transport = type;
            connected = true;
            connectSeq++;
            pauseNanos = pause.toNanos();
        }

        private CompletableFuture<Duration> keepalive() {
            return keepalives.poll() instanceof Duration duration
                    ? CompletableFuture.completedFuture(duration)
                    : CompletableFuture.failedFuture(new SessionLostException("link failed"));
        }

        private SessionDTO sessionState() {
            SessionDTO dto = new SessionDTO();
            dto.peerName = peerName;
            dto.peerAddress = address.toString();
            dto.state = connected ? "OPEN" : "CONNECTING";
            dto.policy = "lossless_peer";
            dto.outSeq = 12;
            dto.connectSeq = connectSeq;
            dto.wantedTransport = wanted;
            dto.swappingTo = swappingTo;
            dto.lastSwapFault = swapFault;
            dto.swaps = swaps;
            dto.lastPauseNanos = pauseNanos;
            dto.sent = messagesSent;
            dto.queued = queued;
            dto.trace = trace;
            dto.lastFault = connected ? null : "connection refused";
            if (connected) {
                dto.link = new LinkDTO();
                dto.link.transport = transport;
                dto.link.local = "127.0.0.1:50000";
                dto.link.remote = "127.0.0.1:6801";
                dto.link.bytesOut = 4096;
            }
            return dto;
        }
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
