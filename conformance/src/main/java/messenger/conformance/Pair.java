package messenger.conformance;

import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.Message;
import messenger.api.Policy;
import messenger.api.SendResult;
import messenger.core.EndpointSettings;
import org.junit.jupiter.api.Assertions;

/**
 * A client, a server, and the session between them, open on both sides.
 *
 * @param toServer the client's connection
 * @param toClient the server's connection
 */
record Pair(Party client, Party server, Connection toServer, Connection toClient) {
    private static final int GREETING = 99;

    /** A client that keeps its messages and a server that keeps its sessions. */
    static Pair lossless(Rig rig) {
        return of(rig, Policy.losslessClient(), Policy.statefulServer());
    }

    static Pair lossy(Rig rig) {
        return of(rig, Policy.lossyClient(), Policy.statelessServer());
    }

    /** Two parties that both listen, so that either can dial. */
    static Pair peers(Rig rig, Policy policy) {
        return open(rig.server("osd.1", policy), rig.server("osd.0", policy));
    }

    static Pair of(Rig rig, Policy client, Policy server) {
        return of(rig, Rig.settings("client.1", client), Rig.settings("osd.0", server));
    }

    static Pair of(Rig rig, EndpointSettings.Builder client, EndpointSettings.Builder server) {
        return open(rig.client(client), rig.server(server));
    }

    /** Connects two parties, and exchanges a message so that both know each other. */
    static Pair open(Party client, Party server) {
        return open(client, server, server.address());
    }

    static Pair open(Party client, Party server, EntityAddress address) {
        Connection toServer = client.messenger().connect(server.type(), address);
        accepted(toServer.trySend(Content.message(GREETING, "hello")));
        Message greeting = server.probe().message();
        Assertions.assertEquals(GREETING, greeting.type(), "first message on a new session");
        accepted(greeting.connection().trySend(Content.message(GREETING, "welcome")));
        Assertions.assertEquals("welcome", Content.text(client.probe().message().front()));
        return new Pair(client, server, toServer, greeting.connection());
    }

    static void accepted(SendResult result) {
        Assertions.assertEquals(SendResult.ACCEPTED, result, "result of a send");
    }

    /** A numbered message gets there and another one back. */
    void exchange(int number) {
        accepted(toServer.trySend(Content.numbered(number)));
        server.probe().expectNumbers(number, number + 1);
        accepted(toClient.trySend(Content.numbered(number)));
        client.probe().expectNumbers(number, number + 1);
    }

    void awaitAcknowledged() {
        Await.until("everything acknowledged", () -> idle(toServer) && idle(toClient));
    }

    private static boolean idle(Connection connection) {
        return connection.state().queued + connection.state().unacknowledged == 0;
    }

    /** Cuts the link and waits until the client has noticed. */
    void cut() {
        long before = toServer.state().reconnects;
        client.tap().cutLinks();
        Await.until(
                "the client to notice that its link was cut",
                () -> !toServer.isConnected() || toServer.state().reconnects > before);
    }

    void settle() {
        client.settle();
        server.settle();
    }
}
