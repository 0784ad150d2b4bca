package messenger.shell;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import messenger.api.Connection;
import messenger.api.dto.SessionDTO;

/** Sends keepalives one after the other, within a limited time. */
final class Ping {
    private static final long POLL_MILLIS = 5;

    private final Connection connection;
    private final Duration limit;
    private final Duration interval;
    private long deadline;

    Ping(Connection connection, Duration limit, Duration interval) {
        this.connection = connection;
        this.limit = limit;
        this.interval = interval;
        deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Measures {@code count} round trips, or as many as the time allows.
     *
     * @throws IllegalStateException if nothing came back
     */
    PingResult run(String endpoint, int count) throws InterruptedException {
        long[] nanos = new long[count];
        int sent = 0;
        int answered = 0;
        String fault = null;
        while (sent < count && awaitConnected()) {
            sent++;
            try {
                nanos[answered] =
                        connection.keepalive().get(left(), TimeUnit.NANOSECONDS).toNanos();
                answered++;
            } catch (ExecutionException e) {
                fault = String.valueOf(e.getCause().getMessage());
            } catch (TimeoutException e) {
                fault = "no answer";
            }
            if (sent < count && left() > 0) {
                pause();
            }
        }
        if (answered == 0) {
            throw new IllegalStateException(explain(sent, fault));
        }
        return new PingResult(
                endpoint,
                connection.peerAddress().toString(),
                count,
                answered,
                count - answered,
                RoundTrips.of(Arrays.copyOf(nanos, answered)));
    }

    private void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
        deadline += interval.toNanos();
    }

    /** Waits until a link is open; the API has no event for it that comes each time. */
    private boolean awaitConnected() throws InterruptedException {
        while (!connection.isConnected()) {
            if (connection.isClosed() || left() <= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return left() > 0;
    }

    private long left() {
        return deadline - System.nanoTime();
    }

    private String explain(int sent, String fault) {
        String peer = connection.peerAddress().toString();
        if (sent > 0) {
            return "none of " + sent + " keepalives to " + peer + " came back within " + limit.toMillis() + " ms: "
                    + fault;
        }
        SessionDTO state = connection.state();
        return "not connected to " + peer + " within " + limit.toMillis() + " ms: session is " + state.state
                + (state.lastFault == null ? "" : ", " + state.lastFault);
    }
}
