package messenger.examples.monmap;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.SendResult;
import messenger.examples.monmap.MonitorMessages.AuthReply;

/**
 * One conversation with a monitor, in a session of its own: AUTH, AUTH_REPLY, MON_GET_MAP, MON_MAP. A Dispatcher of the
 * endpoint that asks, to be registered before {@link #run}; used once.
 */
final class MonMapQuery implements Dispatcher {
    private final EntityAddress monitor;
    private final CompletableFuture<MonMap> answer = new CompletableFuture<>();
    private Connection connection;
    private boolean admitted;

    MonMapQuery(EntityAddress monitor) {
        this.monitor = monitor;
    }

    /**
     * Asks for the map.
     *
     * @throws IllegalStateException if there is no answer in time, or one that is no map, with the reason
     */
    MonMap run(Messenger messenger, Duration limit) throws InterruptedException {
        try {
            begin(messenger);
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "no map from " + monitor + " within " + limit.toMillis() + " ms: " + progress(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } finally {
            end();
        }
    }

    /** Callbacks may come before the session is known here, and wait for it. */
    private synchronized void begin(Messenger messenger) {
        connection = messenger.connectSeparately(EntityType.MON, monitor);
        connection.markDisposable();
        send(MonitorMessages.auth());
    }

    private synchronized void end() {
        if (connection != null) {
            connection.markDown();
        }
    }

    private synchronized String progress() {
        String fault = connection.state().lastFault;
        return fault != null ? fault : admitted ? "the monitor has admitted the client and sent none" : "no answer";
    }

    private void send(Message message) {
        SendResult result = connection.trySend(message);
        if (result != SendResult.ACCEPTED) {
            fail("message of type " + message.type() + " to " + monitor + " was not accepted: " + result);
        }
    }

    private void fail(String why) {
        answer.completeExceptionally(new IllegalStateException(why));
    }

    @Override
    public synchronized boolean dispatch(Message message) {
        if (message.connection() != connection) {
            return false;
        }
        try {
            switch (message.type()) {
                case MonitorMessages.AUTH_REPLY -> admission(AuthReply.read(message.front()));
                case MonitorMessages.MON_MAP -> map(message);
                default -> {
                    // monitors tell their clients more than they ask for
                }
            }
        } catch (IllegalArgumentException e) {
            fail("message of type " + message.type() + " from " + monitor + " is not understood: " + e.getMessage());
        }
        return true;
    }

    private void admission(AuthReply reply) {
        if (reply.isAdmitted()) {
            admitted = true;
            send(MonitorMessages.getMap());
        } else {
            fail("monitor at " + monitor + " admits no client without a proof of identity (result " + reply.result()
                    + (reply.text().isEmpty() ? "" : ", " + reply.text())
                    + "): cephx is not supported; the cluster needs auth_client_required = none");
        }
    }

    private void map(Message message) {
        // a map that comes unasked says nothing about admission
        if (admitted) {
            answer.complete(MonMapReader.read(message.front()));
        }
    }

    @Override
    public synchronized void refused(Connection which) {
        if (which == connection) {
            fail("nobody listens at " + monitor);
        }
    }

    @Override
    public synchronized void reset(Connection which) {
        if (which == connection) {
            fail("session with " + monitor + " ended: " + which.state().lastFault);
        }
    }
}
