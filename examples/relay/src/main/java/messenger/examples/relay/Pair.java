package messenger.examples.relay;

import java.util.concurrent.Executor;
import messenger.api.Connection;
import messenger.api.Message;

/** Two sessions that are one conversation: a client's with the relay, and the relay's with the daemon. */
final class Pair {
    private final Connection client;
    private final Connection daemon;
    private final Direction toDaemon;
    private final Direction toClient;

    Pair(Connection client, Connection daemon, Executor patient) {
        this.client = client;
        this.daemon = daemon;
        this.toDaemon = new Direction(() -> daemon, patient);
        this.toClient = new Direction(() -> client, patient);
    }

    void pass(Message message) {
        (message.connection() == client ? toDaemon : toClient).pass(message);
    }

    /** One half has ended; the other must not outlive it, as its party could not tell. */
    void end() {
        client.markDown();
        daemon.markDown();
    }
}
