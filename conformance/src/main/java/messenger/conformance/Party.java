package messenger.conformance;

import java.util.ArrayList;
import java.util.List;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.dto.LinkDTO;
import messenger.api.dto.MessengerDTO;
import messenger.api.dto.SessionDTO;
import messenger.api.dto.ThrottleDTO;
import messenger.conformance.Probe.Event;
import messenger.core.CoreEndpoint;
import messenger.core.CoreRuntime;
import messenger.core.EndpointSettings;

/** One endpoint of a test: with the transport attached and a {@link Probe} as its Dispatcher. */
final class Party implements AutoCloseable {
    private final TransportUnderTest transport;
    private final EndpointSettings settings;
    private final CoreEndpoint endpoint;
    private final TappedEndpoint tap;
    private final Probe probe;
    private final List<AutoCloseable> others = new ArrayList<>();
    private AutoCloseable attached;
    private boolean closed;

    Party(TransportUnderTest transport, EndpointSettings settings, CoreRuntime runtime, SpiContract contract) {
        this.transport = transport;
        this.settings = settings;
        this.endpoint = new CoreEndpoint(settings, runtime);
        this.tap = new TappedEndpoint(endpoint, contract);
        this.probe = new Probe(settings.name().toString());
        endpoint.addDispatcher(probe, null, 0);
    }

    EndpointSettings settings() {
        return settings;
    }

    CoreEndpoint endpoint() {
        return endpoint;
    }

    Messenger messenger() {
        return endpoint.messenger();
    }

    Probe probe() {
        return probe;
    }

    TappedEndpoint tap() {
        return tap;
    }

    EntityType type() {
        return settings.name().type();
    }

    /** Where this party listens. */
    EntityAddress address() {
        return messenger().addresses().getFirst();
    }

    Connection connect(Party peer) {
        return messenger().connect(peer.type(), peer.address());
    }

    boolean hasSessionWith(Party listening) {
        EntityAddress address = listening.address();
        return messenger().connections().stream()
                .anyMatch(connection -> connection.peerAddress().equals(address));
    }

    /** The connection of the next session that a peer began. */
    Connection accepted() {
        return probe.event(Event.ACCEPTED);
    }

    void settle() {
        probe.settle(messenger().loopback());
    }

    synchronized void attach(List<EntityAddress> bind) {
        attached = transport.attach(tap, bind);
    }

    /** Attaches another transport besides; it is withdrawn with the party, or before. */
    AutoCloseable attachToo(TransportUnderTest other, List<EntityAddress> bind) {
        AutoCloseable attachedToo = other.attach(tap, bind);
        others.add(attachedToo);
        return attachedToo;
    }

    /** Withdraws the transport; the endpoint stays. */
    synchronized void detach() {
        closeQuietly(attached, "transport");
        attached = null;
    }

    /** Whether some message waits for a throttle. */
    boolean isThrottled() {
        return messenger().state().sessions.stream().anyMatch(Party::isThrottled);
    }

    private static boolean isThrottled(SessionDTO session) {
        LinkDTO link = session.link;
        return link != null && link.readingPaused || session.throttled > 0;
    }

    /** Its state, in lines of text. */
    String describe() {
        StringBuilder text = new StringBuilder(settings.name().toString());
        if (closed) {
            return text.append(": closed\n").toString();
        }
        try {
            MessengerDTO state = messenger().state();
            text.append(" at ")
                    .append(state.addresses)
                    .append(": ")
                    .append(state.dispatched)
                    .append(" dispatched, ")
                    .append(state.dispatchQueued)
                    .append(" waiting, ")
                    .append(state.handshakes)
                    .append(" handshakes");
            for (ThrottleDTO throttle : state.throttles) {
                text.append(", ")
                        .append(throttle.name)
                        .append(' ')
                        .append(throttle.used)
                        .append('/')
                        .append(throttle.limit)
                        .append(" (")
                        .append(throttle.waiting)
                        .append(" wait)");
            }
            for (SessionDTO session : state.sessions) {
                describe(session, text);
            }
        } catch (RuntimeException e) {
            text.append(": no state: ").append(e);
        }
        return text.append('\n').toString();
    }

    private static void describe(SessionDTO session, StringBuilder text) {
        text.append("\n  ")
                .append(session.peerName)
                .append(" at ")
                .append(session.peerAddress)
                .append(' ')
                .append(session.state)
                .append(", ")
                .append(session.policy);
        text.append(", connect_seq ")
                .append(session.connectSeq)
                .append(", global_seq ")
                .append(session.globalSeq)
                .append(" peer ")
                .append(session.peerGlobalSeq);
        text.append(", in_seq ").append(session.inSeq).append(", out_seq ").append(session.outSeq);
        text.append(", queued ")
                .append(session.queued)
                .append(", unacknowledged ")
                .append(session.unacknowledged);
        text.append(", replayed ")
                .append(session.replayed)
                .append(", swaps ")
                .append(session.swaps)
                .append(" to ")
                .append(session.swappingTo)
                .append(", swap fault ")
                .append(session.lastSwapFault)
                .append(", duplicates ")
                .append(session.duplicatesDropped);
        text.append(", reconnects ")
                .append(session.reconnects)
                .append(", throttled ")
                .append(session.throttled);
        text.append(", last fault ").append(session.lastFault);
        LinkDTO link = session.link;
        if (link != null) {
            text.append(", link to ")
                    .append(link.remote)
                    .append(" pending ")
                    .append(link.pendingOut)
                    .append(link.readingPaused ? " paused" : "");
        }
        for (String line : session.trace == null ? new String[0] : session.trace) {
            text.append("\n    ").append(line);
        }
    }

    /** Shuts the endpoint down and withdraws the transport. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        endpoint.close();
        detach();
        others.forEach(other -> closeQuietly(other, "other transport"));
        probe.releaseAll();
    }

    private static void closeQuietly(AutoCloseable closeable, String what) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the " + what + " failed", e);
            }
        }
    }
}
