package messenger.examples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.Message;
import messenger.api.SendResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ClientRunTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final FakeSession session = new FakeSession();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void perfectSessionGivesAPerfectSummary() throws InterruptedException {
        ClientSummary summary = run(settings(1000, 8, 0, LONG));

        assertEquals(List.of(), summary.problems());
        assertEquals(1100, summary.sent());
        assertEquals(1100, summary.arrived());
        assertEquals(1100, summary.dispatched());
        assertEquals(1000, summary.measured(), "the warm-up is not timed");
        assertTrue(summary.p50Micros() > 0 && summary.p50Micros() <= summary.maxMicros());
    }

    @Test
    void backPressureDelaysButLosesNothing() throws InterruptedException {
        session.answer(
                SendResult.ACCEPTED,
                SendResult.BACK_PRESSURED,
                SendResult.BACK_PRESSURED,
                SendResult.ACCEPTED,
                SendResult.BACK_PRESSURED);

        assertEquals(List.of(), run(settings(1000, 8, 0, LONG)).problems());
    }

    @Test
    void pacedRunKeepsItsRate() throws InterruptedException {
        ClientSummary summary = run(settings(100, 1, 2000, LONG));

        assertEquals(List.of(), summary.problems());
        assertTrue(summary.seconds() >= 0.049, () -> "took only " + summary.seconds() + " s");
    }

    @Test
    void runByTimeEndsByTime() throws InterruptedException {
        ClientSummary summary = run(new ClientSettings(0, 16, 4, 0, 0, SHORT, LONG, false));

        assertEquals(List.of(), summary.problems());
        assertTrue(summary.sent() > 0);
    }

    @Test
    void lossTowardsTheServerIsSeenThere() throws InterruptedException {
        session.towardsServer(messages -> FakeSession.times(messages.getFirst(), isCounter(messages, 5) ? 0 : 1));
        ClientSummary summary = run(settings(50, 8, 0, SHORT));

        assertEquals(1, summary.lost());
        assertEquals(summary.sent() - 1, summary.arrived());
    }

    @Test
    void lossOnTheWayBackIsSeenHere() throws InterruptedException {
        session.towardsClient(messages -> FakeSession.times(messages.getFirst(), isCounter(messages, 5) ? 0 : 1));
        ClientSummary summary = run(settings(50, 8, 0, SHORT));

        assertEquals(1, summary.lost());
        assertEquals(summary.sent(), summary.arrived());
    }

    @Test
    void duplicatesOfBothDirectionsCount() throws InterruptedException {
        session.towardsServer(messages -> FakeSession.times(messages.getFirst(), isCounter(messages, 5) ? 2 : 1));
        session.towardsClient(messages -> FakeSession.times(messages.getFirst(), isCounter(messages, 9) ? 2 : 1));
        ClientSummary summary = run(settings(50, 8, 0, LONG));

        assertEquals(3, summary.duplicated(), "one at the server, its two replies here, and one made on the way back");
        assertEquals(0, summary.lost());
        assertTrue(summary.toString().contains("FAILED: 3 duplicated"), summary::toString);
    }

    @Test
    void reorderingCounts() throws InterruptedException {
        AtomicReference<Message> held = new AtomicReference<>();
        session.towardsClient(messages -> {
            if (isCounter(messages, 5)) {
                held.set(messages.getFirst());
                return List.of();
            }
            Message late = held.getAndSet(null);
            return late == null ? messages : List.of(messages.getFirst(), late);
        });

        assertEquals(List.of("1 out of order"), run(settings(50, 8, 0, LONG)).problems());
    }

    @Test
    void alteredPayloadCounts() throws InterruptedException {
        session.towardsClient(messages -> isCounter(messages, 5) ? List.of(altered(messages.getFirst())) : messages);

        assertEquals(List.of("1 corrupted"), run(settings(50, 8, 0, LONG)).problems());
    }

    @Test
    void closedSessionEndsTheRun() throws InterruptedException {
        session.answer(SendResult.CLOSED);
        ClientSummary summary = run(settings(50, 8, 0, LONG));

        assertEquals(0, summary.sent());
        assertEquals(-1, summary.arrived());
        assertTrue(summary.problems().getFirst().contains("accepts nothing any more"), summary::toString);
    }

    private ClientSummary run(ClientSettings settings) throws InterruptedException {
        ClientRun run = new ClientRun(settings, "test", line -> {});
        session.dispatchTo(run.dispatcher());
        return run.run(session::connection);
    }

    /** Some messages after a warm-up of 100. */
    private static ClientSettings settings(long count, int depth, long rate, Duration patience) {
        return new ClientSettings(count, 64, depth, rate, rate > 0 ? 0 : 100, patience, patience, false);
    }

    private static boolean isCounter(List<Message> messages, long counter) {
        return messages.getFirst().body() instanceof DataPing ping && ping.counter() == counter;
    }

    private static Message altered(Message message) {
        DataPing ping = message.body(DataPing.class);
        ByteBuffer data =
                ByteBuffer.allocate(ping.data().remaining()).put(ping.data().slice());
        data.put(0, (byte) ~data.get(0));
        return Message.of(new DataPing(ping.tag(), ping.counter(), ping.sentNanos(), data.flip()));
    }
}
