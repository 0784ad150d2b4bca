package messenger.examples.pingpong;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.SendResult;

/**
 * One run of the client: streams messages over a session, verifies what comes back and measures how long it took.
 *
 * <p>{@link #run} belongs to the caller's thread, the owner. In the closed loop the next message leaves from the thread
 * that brought a reply; when the session is full, or with a rate, from the owner, which may wait.
 */
final class ClientRun implements ClientDispatcher.SessionEvents {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Duration SEND_PATIENCE = Duration.ofMillis(100);

    /** Transaction ids of pings start at 1; this one never meets them. */
    private static final long STATS_TID = 1L << 62;

    private final ClientSettings settings;
    private final String tag;
    private final PayloadPattern pattern;
    private final ReplyLedger ledger;
    private final SendWindow window;
    private final Consumer<String> out;
    private final Queue<String> notices = new ConcurrentLinkedQueue<>();
    private volatile Connection connection;
    private volatile String failure;

    /** Whether the session has ended. */
    private volatile boolean over;

    /**
     * A run.
     *
     * @param tag names the run, unlike any other
     * @param out takes lines for people
     */
    ClientRun(ClientSettings settings, String tag, Consumer<String> out) {
        this.settings = settings;
        this.tag = tag;
        this.out = out;
        pattern = new PayloadPattern(settings.size());
        ledger = new ReplyLedger(pattern, settings.warmup());
        window = new SendWindow(settings.paced() ? Long.MAX_VALUE / 2 : settings.depth(), settings.end());
    }

    /** What the endpoint must dispatch to while the run lasts. */
    ClientDispatcher dispatcher() {
        return new ClientDispatcher(tag, settings.fast(), this::replied, this);
    }

    /**
     * Runs to the end, which comes when the time to send and twice the time to drain are over at the latest.
     *
     * @param connect opens the session
     * @return what was counted, also of a run that failed
     */
    ClientSummary run(Supplier<Connection> connect) throws InterruptedException {
        connection = connect.get();
        long start = System.nanoTime();
        Progress progress = new Progress(settings.size(), start, out);
        sendAll(start, progress);
        boolean complete = drain(progress);
        Stats server = !over && (complete || connection.isConnected()) ? askServer() : null;
        progress.drainNotices(notices);
        return ClientSummary.of(tag, window.next(), settings.size(), ledger.snapshot(), server, failure);
    }

    private void sendAll(long start, Progress progress) throws InterruptedException {
        long deadline = start + settings.sending().toNanos();
        if (!settings.paced()) {
            pump();
        }
        while (!window.isClosed() && !over) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                window.close();
                if (!settings.endsByTime() && window.next() < settings.end()) {
                    fail("only " + window.next() + " of " + settings.end() + " messages were sent within "
                            + settings.sending().toSeconds() + " s");
                }
                return;
            }
            progress.tick(now, window, ledger, connection, notices);
            long untilTurn = settings.paced() ? due(start, window.next()) - now : 0;
            if (untilTurn > 0 || !sendAsOwner(start)) {
                long untilTick = Math.min(progress.nextTick(), deadline) - now;
                window.await(
                        settings.paced() ? Math.min(untilTick, untilTurn) : untilTick, () -> over || window.isClosed());
            }
        }
    }

    private long due(long start, long counter) {
        return start + (long) ((double) counter * SECOND / settings.rate());
    }

    /** Sends one message from a thread that may wait; answers whether it had a turn. */
    private boolean sendAsOwner(long start) throws InterruptedException {
        long counter = window.claim(true);
        if (counter == SendWindow.NONE) {
            return false;
        }
        SendResult result = SendResult.CLOSED;
        try {
            // by the clock, a message that is late has waited since it was due
            result = connection.send(
                    ping(counter, settings.paced() ? due(start, counter) : System.nanoTime()), SEND_PATIENCE);
        } finally {
            settle(result);
        }
        if (result == SendResult.ACCEPTED && !settings.paced()) {
            pump();
        }
        return true;
    }

    /** Sends what the window allows without waiting. */
    private void pump() {
        long counter = window.claim(false);
        while (counter != SendWindow.NONE) {
            SendResult result = SendResult.CLOSED;
            try {
                result = connection.trySend(ping(counter, System.nanoTime()));
            } finally {
                settle(result);
            }
            counter = result == SendResult.ACCEPTED ? window.claim(false) : SendWindow.NONE;
        }
    }

    private void settle(SendResult result) {
        if (result == SendResult.ACCEPTED) {
            window.sent();
            return;
        }
        window.refused();
        if (result == SendResult.CLOSED) {
            end("session with " + connection.peerAddress() + " accepts nothing any more");
        }
    }

    private Message ping(long counter, long sentNanos) {
        DataPing ping = new DataPing(tag, counter, sentNanos, pattern.of(counter));
        return Message.builder(ping).tid(counter + 1).build();
    }

    private void replied(DataPing reply) {
        if (ledger.accept(reply, window.next(), System.nanoTime())) {
            window.credit();
            if (!settings.paced()) {
                pump();
            }
        }
    }

    /** Waits for the last replies; answers whether all have come. */
    private boolean drain(Progress progress) throws InterruptedException {
        long deadline = System.nanoTime() + settings.draining().toNanos();
        while (!over && ledger.received() < window.next()) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                fail("no reply to " + (window.next() - ledger.received()) + " messages within "
                        + settings.draining().toSeconds() + " s");
                return false;
            }
            progress.tick(now, window, ledger, connection, notices);
            window.await(
                    Math.min(progress.nextTick(), deadline) - now, () -> over || ledger.received() >= window.next());
        }
        return !over;
    }

    private Stats askServer() throws InterruptedException {
        Message question = Message.builder(Stats.request(tag))
                .tid(STATS_TID | ThreadLocalRandom.current().nextLong(STATS_TID))
                .build();
        try {
            return connection
                    .request(question, settings.draining())
                    .get(settings.draining().toNanos() + SECOND, TimeUnit.NANOSECONDS)
                    .body(Stats.class);
        } catch (ExecutionException e) {
            fail("server did not tell its counts: " + e.getCause());
        } catch (TimeoutException | IllegalStateException | ClassCastException e) {
            fail("server did not tell its counts: " + e);
        }
        return null;
    }

    private synchronized void fail(String why) {
        if (failure == null) {
            failure = why;
        }
    }

    private void end(String why) {
        fail(why);
        over = true;
        window.close();
    }

    @Override
    public void notice(Connection which, String text) {
        if (isOurs(which)) {
            notices.add(text);
        }
    }

    @Override
    public void ended(Connection which, String why) {
        if (isOurs(which)) {
            end(why);
        }
    }

    private boolean isOurs(Connection which) {
        return connection == null || which.equals(connection);
    }
}
