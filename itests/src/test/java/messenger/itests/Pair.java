package messenger.itests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.dto.SessionDTO;
import org.osgi.service.cm.Configuration;

/** A server osd.0 and a client client.4100 with an open, lossless session, whose configurations are changed. */
final class Pair {
    /** The text of messages that show that the session goes on. */
    static final String AFTER = "after";

    final Parties parties;
    final Configuration serverEndpoint;
    final Configuration serverTransport;
    final Configuration clientEndpoint;
    final Configuration clientTransport;
    final Messenger server;
    final Messenger client;
    final Inbox inbox;
    final Connection connection;
    /** The server's side of the session. */
    final Connection accepted;

    /** Where the server was told to listen at first, and the port. */
    final String bind;

    final int port;

    private final String link;

    /** Properties of endpoints and of transports are those of both, but for where the server listens. */
    Pair(Parties parties, Map<String, ?> endpoint, Map<String, ?> transport) throws Exception {
        this.parties = parties;
        serverEndpoint = parties.endpoint("osd.0", with(Map.of("policy.default", "stateful_server"), endpoint));
        bind = transport.containsKey("bind")
                ? (String) transport.get("bind")
                : parties.wire().at(FreePort.find());
        serverTransport = parties.transport("osd.0", with(transport, Map.of("bind", bind)));
        clientEndpoint = parties.endpoint(
                "client.4100",
                with(
                        Map.of("policy.default", "lossless_client", "initial.backoff", 20L, "max.backoff", 100L),
                        endpoint));
        // it listens from the start: that it begins to is the case of another test
        clientTransport = parties.transport(
                "client.4100", with(transport, Map.of("bind", parties.wire().listen())));
        parties.messenger("osd.0", parties.wire().type);
        parties.messenger("client.4100", parties.wire().type);
        server = parties.messenger("osd.0", "any");
        client = parties.messenger("client.4100", "any");
        port = address().port();
        inbox = parties.inbox("osd.0");
        connection = client.connect(EntityType.OSD, Parties.address(server));
        connection.send(Inbox.text("before"));
        Message before = inbox.next();
        accepted = before.connection();
        link = link();
    }

    private static Map<String, Object> with(Map<String, ?> defaults, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(more);
        return all;
    }

    /** Which link the session has: each has a number of its own, and the client's end of it, if it has a port, another. */
    private String link() {
        SessionDTO session = connection.state();
        return session.link == null ? "none" : session.connectSeq + " " + session.link.local;
    }

    EntityAddress address() {
        return Parties.address(server);
    }

    boolean sameLink() {
        return link.equals(link());
    }

    /** Sends one more message over the session, which is still there on both sides. */
    void assertSessionGoesOn() throws Exception {
        connection.send(Inbox.text(AFTER));
        Message after = inbox.next();
        if (!Inbox.text(after).equals(AFTER)
                || after.connection() != accepted
                || inbox.sawReset()
                || !client.connections().contains(connection)) {
            throw new AssertionError("not the same session: " + parties.describe());
        }
    }

    /** Has the next link carry the session. */
    void cutLink() throws Exception {
        Parties.change(clientTransport, Map.of(parties.wire().threadsKey, 7));
        Await.until(() -> !sameLink(), () -> "the end of the link; " + parties.describe());
    }

    /** Has the next link carry the session, and a message over it. */
    void renewLink() throws Exception {
        cutLink();
        assertSessionGoesOn();
    }

    /** A further client of the server's, whose first message is sent. */
    Connection newClient(String name, Map<String, ?> more) throws Exception {
        Messenger other = parties.dialling(
                name,
                with(Map.of("policy.default", "lossless_client", "initial.backoff", 20L, "max.backoff", 100L), more));
        Connection another = other.connect(EntityType.OSD, address());
        another.send(Inbox.text("new"));
        return another;
    }

    /** The server's side of a client's session. */
    SessionDTO serversSession(String peerName) {
        List<SessionDTO> found = new ArrayList<>();
        Await.until(
                () -> {
                    found.clear();
                    server.state().sessions.stream()
                            .filter(session -> peerName.equals(session.peerName))
                            .forEach(found::add);
                    return !found.isEmpty();
                },
                () -> "a session with " + peerName + "; " + parties.describe());
        return found.getFirst();
    }

    long throttle(String name) {
        return throttle(server, name);
    }

    /** A throttle's limit; -1 if there is none of that name. */
    static long throttle(Messenger messenger, String name) {
        return messenger.state().throttles.stream()
                .filter(throttle -> throttle.name.equals(name))
                .mapToLong(throttle -> throttle.limit)
                .findFirst()
                .orElse(-1);
    }
}
