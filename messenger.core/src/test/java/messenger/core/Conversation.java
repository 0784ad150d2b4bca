package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.api.dto.SessionDTO;
import messenger.spi.LinkFault;
import messenger.spi.ReplyTag;

/**
 * An endpoint at {@link #OWN} that talks with scripted peers. Everything but dispatch happens on the test's thread, in
 * the order of the script.
 */
final class Conversation implements AutoCloseable {
    static final EntityAddress OWN = EntityAddress.parse("tcp://127.0.0.1:6800/50");

    /** A peer whose address orders before {@link #OWN}: it wins races. */
    static final EntityAddress LOW = EntityAddress.parse("tcp://127.0.0.1:6801/7");

    /** A peer whose address orders behind {@link #OWN}: it loses races. */
    static final EntityAddress HIGH = EntityAddress.parse("tcp://127.0.0.1:6802/200");

    static final EntityAddress UNKNOWN_INSTANCE = LOW.withNonce(EntityAddress.ANY_NONCE);

    private final ManualTimers timers = new ManualTimers();
    private final DispatchLog log = new DispatchLog();
    private final CoreRuntime runtime;
    private final CoreEndpoint endpoint;
    private final ScriptedTransport transport;
    private Connection connection;

    private Conversation(EndpointSettings settings, ScriptedTransport transport, boolean listens) {
        this.runtime = CoreRuntime.create(timers, 0);
        this.endpoint = new CoreEndpoint(settings, runtime);
        this.transport = transport;
        if (listens) {
            endpoint.addDispatcher(log, "log", 0);
        }
        if (transport != null) {
            transport.attachTo(endpoint);
        }
    }

    static Conversation with(Policy policy) {
        return with(policy, settings -> settings);
    }

    static Conversation with(Policy policy, UnaryOperator<EndpointSettings.Builder> more) {
        return new Conversation(settings(policy, more), new ScriptedTransport("scripted", OWN), true);
    }

    /** Without a Dispatcher. */
    static Conversation silent(Policy policy) {
        return new Conversation(settings(policy, same -> same), new ScriptedTransport("scripted", OWN), false);
    }

    /** Another conversation, after the end of this one. */
    Conversation insteadWith(Policy policy) {
        return insteadWith(policy, settings -> settings);
    }

    Conversation insteadWith(Policy policy, UnaryOperator<EndpointSettings.Builder> more) {
        close();
        return with(policy, more);
    }

    static Conversation withoutTransport(Policy policy, UnaryOperator<EndpointSettings.Builder> more) {
        return new Conversation(settings(policy, more), null, true);
    }

    static EndpointSettings settings(Policy policy, UnaryOperator<EndpointSettings.Builder> more) {
        return more.apply(EndpointSettings.of("osd.0").nonce(OWN.nonce()).defaultPolicy(policy))
                .build();
    }

    // ---- what this side does ----

    Connection connectTo(EntityAddress peer) {
        connection = endpoint.messenger().connect(EntityType.OSD, peer);
        return connection;
    }

    SendResult send(String text) {
        return connection.trySend(message(text));
    }

    static Message message(String text) {
        return Message.builder(1).front(Handshakes.bytes(text)).build();
    }

    void advance(Duration by) {
        timers.advance(by);
    }

    void advanceMillis(long millis) {
        timers.advance(Duration.ofMillis(millis));
    }

    // ---- what peers do ----

    ScriptedLink dialled() {
        return transport.dialled();
    }

    void expectNoDial() {
        transport.expectNoDial();
    }

    /** A peer dials. */
    ScriptedLink accepts(EntityAddress peer) {
        return transport.accepts(peer);
    }

    /** This side dials a new session, which opens. */
    ScriptedLink opened(EntityAddress peer) {
        connectTo(peer);
        ScriptedLink link = dialled().identifies(peer.hasAnyNonce() ? LOW : peer);
        link.expect("connect gs=1 cs=0").replies(ReplyTag.SEQ, 1, 1).tellsSeq(0).expect("seq 0");
        expectEvents("connected");
        return link;
    }

    /** A peer dials a new session, which opens. */
    ScriptedLink acceptedFrom(EntityAddress peer) {
        ScriptedLink link =
                accepts(peer).connects(1, 0).expect("SEQ gs=1 cs=1", "seq 0").tellsSeq(0);
        expectEvents("accepted");
        connection = session(peer).connection();
        return link;
    }

    /** A link to a peer that is not reachable. */
    void failsToDial(LinkFault.Kind kind) {
        dialled().fails(kind);
    }

    // ---- what is checked ----

    /** Exactly these messages and events have been dispatched since the last check. */
    void expectEvents(String... lines) {
        Await.that(() -> endpoint.dispatch().queued() == 0, "everything is dispatched");
        assertEquals(List.of(lines), log.take(), "dispatched");
    }

    void expectState(String state) {
        assertEquals(state, dto().state, () -> String.join("\n", dto().trace));
    }

    SessionDTO dto() {
        return connection.state();
    }

    Session session(EntityAddress peer) {
        return endpoint.sessions().find(peer);
    }

    int sessions() {
        return endpoint.sessions().all().size();
    }

    Connection connection() {
        return connection;
    }

    void use(EntityAddress peer) {
        connection = session(peer).connection();
    }

    ManualTimers timers() {
        return timers;
    }

    DispatchLog log() {
        return log;
    }

    CoreRuntime runtime() {
        return runtime;
    }

    CoreEndpoint endpoint() {
        return endpoint;
    }

    ScriptedTransport transport() {
        return transport;
    }

    @Override
    public void close() {
        endpoint.close();
        runtime.close();
    }
}
