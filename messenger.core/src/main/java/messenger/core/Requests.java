package messenger.core;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import messenger.api.Message;

/**
 * The requests of one session that wait for a reply, by transaction id. Thread safe.
 *
 * <p>Ids begin at a random number, so that they do not meet those that the peer chooses for its own requests.
 */
final class Requests {
    private final Timers timers;
    private final Map<Long, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();
    private final Set<Long> answeredAhead = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastTid =
            new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 32, 1L << 62));

    Requests(Timers timers) {
        this.timers = timers;
    }

    long nextTid() {
        return lastTid.incrementAndGet();
    }

    /**
     * Begins to wait for a reply.
     *
     * @throws IllegalArgumentException if a request with that id waits already
     */
    CompletableFuture<Message> expect(long tid, Duration timeout) {
        CompletableFuture<Message> reply = new CompletableFuture<>();
        if (waiting.putIfAbsent(tid, reply) != null) {
            throw new IllegalArgumentException(
                    "a request with transaction id " + tid + " is under way; choose another, or 0");
        }
        Timers.Cancellable timer = timers.schedule(
                timeout,
                () -> reply.completeExceptionally(new TimeoutException("no reply to the request with transaction id "
                        + tid + " within " + timeout.toMillis() + " ms")));
        reply.whenComplete((message, failure) -> {
            waiting.remove(tid, reply);
            timer.cancel();
        });
        return reply;
    }

    /** Whether a request waits for its reply; exact, which the size of the map is not while others change it. */
    boolean isAnyWaiting() {
        return waiting.keySet().iterator().hasNext();
    }

    /** Whether a message with that id is a reply that somebody waits for. */
    boolean expects(long tid) {
        return tid != 0 && !waiting.isEmpty() && waiting.containsKey(tid);
    }

    /** Hands a reply to who waits for it, ahead of the messages before it that wait for a throttle. */
    void answerAhead(ReceivedMessage message) {
        long tid = message.tid();
        if (!expects(tid)) {
            return;
        }
        // noted first, so that the copy that comes by its turn is known whenever it does
        answeredAhead.add(tid);
        if (!complete(message)) {
            answeredAhead.remove(tid);
        }
    }

    /** Takes a message in its turn; false if it is no reply. */
    boolean take(ReceivedMessage message) {
        if (!answeredAhead.isEmpty() && answeredAhead.remove(message.tid())) {
            message.drop();
            return true;
        }
        return complete(message);
    }

    private boolean complete(ReceivedMessage message) {
        CompletableFuture<Message> reply =
                message.tid() == 0 || waiting.isEmpty() ? null : waiting.remove(message.tid());
        if (reply == null) {
            return false;
        }
        message.answer();
        return reply.complete(message);
    }

    void failAll(RuntimeException reason) {
        waiting.values().forEach(reply -> reply.completeExceptionally(reason));
        answeredAhead.clear();
    }
}
