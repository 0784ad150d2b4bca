package messenger.conformance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import messenger.api.Connection;
import messenger.api.SendResult;

/** Sends numbered messages from a thread of its own. */
final class Traffic {
    private static final Duration PATIENCE = Await.LIMIT.multipliedBy(2);

    private Traffic() {}

    /** Sends {@code count} small messages, from number 0. */
    static Future<?> start(Connection connection, int count) {
        return start(connection, count, number -> 0);
    }

    /**
     * Sends {@code count} messages, from number 0.
     *
     * @param dataLength by number
     * @return fails if a message was not accepted
     */
    static Future<?> start(Connection connection, int count, IntUnaryOperator dataLength) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().name("traffic").start(() -> {
            try {
                for (int number = 0; number < count; number++) {
                    SendResult result =
                            connection.send(Content.numbered(number, dataLength.applyAsInt(number)), PATIENCE);
                    if (result != SendResult.ACCEPTED) {
                        throw new AssertionError("message " + number + ": " + result);
                    }
                }
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
