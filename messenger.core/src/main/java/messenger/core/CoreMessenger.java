package messenger.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.MessageBuffer;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.api.MessengerConstants;
import messenger.api.Policy;
import messenger.api.WireTap;
import messenger.api.dto.MessengerDTO;

/** An endpoint as applications use it: by any transport, or by one. Thread safe. */
final class CoreMessenger implements Messenger {
    private final CoreEndpoint endpoint;
    private final AttachedTransport only;

    /**
     * A messenger.
     *
     * @param only the transport that it is bound to; null for all
     */
    CoreMessenger(CoreEndpoint endpoint, AttachedTransport only) {
        this.endpoint = endpoint;
        this.only = only;
    }

    private CoreEndpoint live() {
        if (isShutDown()) {
            throw new MessengerClosedException(
                    "messenger " + name() + " of type " + type() + " has been shut down; look the service up again");
        }
        return endpoint;
    }

    private List<AttachedTransport> transports() {
        return only == null ? endpoint.transports() : List.of(only);
    }

    private AttachedTransport transportFor(EntityAddress address) {
        return transports().stream()
                .filter(transport -> transport.scheme().equals(address.scheme()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("messenger " + name() + " of type " + type()
                        + " has no transport for " + address + "; attached: "
                        + transports().stream().map(t -> t.scheme() + "://").toList()));
    }

    @Override
    public EntityName name() {
        return endpoint.name();
    }

    @Override
    public String type() {
        return only == null ? MessengerConstants.TYPE_ANY : only.type();
    }

    @Override
    public EntityAddress address() {
        return endpoint.address();
    }

    @Override
    public List<EntityAddress> addresses() {
        return transports().stream().flatMap(t -> t.addresses().stream()).toList();
    }

    @Override
    public EntityAddress bind(EntityAddress address) {
        live();
        return transportFor(address).bind(address, Set.of());
    }

    @Override
    public void rebind(Set<Integer> avoidPorts) {
        live().rebind(transports(), avoidPorts);
    }

    @Override
    public Connection connect(EntityType peerType, EntityAddress address) {
        requireReachable(address);
        return live().connect(peerType, address);
    }

    @Override
    public Connection connectSeparately(EntityType peerType, EntityAddress address) {
        requireReachable(address);
        return live().connectSeparately(peerType, address);
    }

    private void requireReachable(EntityAddress address) {
        if (only != null && !only.scheme().equals(address.scheme())) {
            throw new IllegalArgumentException("messenger " + name() + " of type " + type() + " reaches "
                    + only.scheme() + ":// addresses only, not " + address);
        }
    }

    @Override
    public MessageBuffer buffer(int size) {
        return CoreBuffer.of(live().runtime().memory(), size);
    }

    @Override
    public Connection loopback() {
        return live().loopback();
    }

    private List<Session> sessions() {
        return endpoint.sessions().all().stream().filter(this::reaches).toList();
    }

    /** A transport's messenger has the sessions that its links carry, and those without a link that it would dial. */
    private boolean reaches(Session session) {
        LinkDriver link = session.current();
        return only == null
                || (link == null ? session.peerAddress().scheme().equals(only.scheme()) : link.transport() == only);
    }

    @Override
    public List<Connection> connections() {
        live();
        List<Connection> connections = new ArrayList<>();
        sessions().forEach(session -> connections.add(session.connection()));
        return connections;
    }

    @Override
    public void markDown(EntityAddress address) {
        Session session = live().sessions().find(address);
        if (session != null && reaches(session)) {
            session.markDown("marked down by address", true, () -> {});
        }
    }

    @Override
    public void markDownAll() {
        live();
        sessions().forEach(session -> session.markDown("all sessions were marked down", true, () -> {}));
    }

    @Override
    public Policy policy(EntityType peerType) {
        return endpoint.policy(peerType);
    }

    @Override
    public void setPolicy(EntityType peerType, Policy policy) {
        live().setPolicy(peerType, policy);
    }

    @Override
    public boolean drain(Duration timeout) throws InterruptedException {
        return live().drain(timeout);
    }

    @Override
    public void shutdown() {
        if (only == null) {
            endpoint.close();
        } else {
            only.unbind();
            only.detach();
        }
    }

    @Override
    public boolean isShutDown() {
        return endpoint.isShutDown() || (only != null && only.isDetached());
    }

    @Override
    public void tap(WireTap tap) {
        live().taps().open(tap, only, transports());
    }

    @Override
    public void untap(WireTap tap) {
        endpoint.taps().close(tap, only, transports());
    }

    @Override
    public MessengerDTO state() {
        MessengerDTO dto = new MessengerDTO();
        dto.name = name().toString();
        dto.type = type();
        dto.address = address().toString();
        // of a class that scripts may call
        dto.addresses = new ArrayList<>(
                addresses().stream().map(EntityAddress::toString).toList());
        dto.transports = new ArrayList<>(
                transports().stream().map(AttachedTransport::type).toList());
        dto.sessions = new ArrayList<>(sessions().stream().map(Session::dto).toList());
        dto.handshakes =
                transports().stream().mapToInt(AttachedTransport::handshakes).sum();
        dto.dispatchQueued = endpoint.dispatch().queued();
        dto.dispatchOldestNanos = endpoint.dispatch().oldestNanos();
        dto.dispatched = endpoint.dispatch().dispatched();
        dto.missingDispatchers = new ArrayList<>(endpoint.dispatchers().missing());
        dto.throttles = new ArrayList<>(endpoint.throttles().state());
        dto.throttles.addAll(endpoint.runtime().throttles());
        dto.memory = endpoint.runtime().memory().state();
        return dto;
    }

    @Override
    public String toString() {
        return name() + " (" + type() + ")";
    }
}
