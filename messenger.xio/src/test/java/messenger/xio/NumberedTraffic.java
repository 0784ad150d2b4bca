package messenger.xio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.SendResult;

/**
 * What a thread of its own sends by a session, as fast as that takes it, and what arrives of it: each message has a number,
 * the next one, and data that follows from it.
 */
final class NumberedTraffic {
    private static final Duration PATIENCE = Duration.ofMillis(100);
    /** Some are large enough to be fetched by one-sided transfers. */
    private static final int[] LENGTHS = {0, 100, 40_000, 5_000};

    private final Connection connection;
    private final Thread thread =
            Thread.ofPlatform().name("sends-numbered").daemon().unstarted(this::send);
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger backPressured = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    NumberedTraffic(Connection connection) {
        this.connection = connection;
    }

    void start() {
        thread.start();
    }

    private void send() {
        try {
            while (!stopping) {
                int number = accepted.get();
                ByteBuffer data = data(number);
                SendResult result =
                        connection.send(RdmaParty.numbered(number).data(data).build(), PATIENCE);
                switch (result) {
                    case ACCEPTED -> accepted.incrementAndGet();
                    case BACK_PRESSURED -> backPressured.incrementAndGet();
                    case CLOSED -> {
                        wrong.add("the session has ended: " + connection.state());
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            wrong.add(e.toString());
        }
    }

    private static ByteBuffer data(int number) {
        byte[] data = new byte[LENGTHS[number % LENGTHS.length]];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (number + i);
        }
        return ByteBuffer.wrap(data);
    }

    /** A message has been dispatched. */
    void take(Message message) {
        int expected = received.get();
        if (RdmaParty.number(message) != expected) {
            wrong.add("number " + RdmaParty.number(message) + " instead of " + expected);
        }
        if (!message.data().equals(data(RdmaParty.number(message)))) {
            wrong.add("data of number " + RdmaParty.number(message));
        }
        received.incrementAndGet();
    }

    /** How many messages the session has taken. */
    int accepted() {
        return accepted.get();
    }

    /** How often it took none for a while, as its store was full. */
    int backPressured() {
        return backPressured.get();
    }

    /** How many have been dispatched. */
    int received() {
        return received.get();
    }

    /** Sends no more; every message that was accepted is dispatched once, in order. */
    void finish() throws InterruptedException {
        stopping = true;
        thread.join();
        Waiting.until("all messages to arrive", () -> received.get() >= accepted.get(), this::toString);
        assertNothingWrong();
        assertEquals(accepted.get(), received.get(), this::toString);
    }

    void assertNothingWrong() {
        assertEquals(List.of(), List.copyOf(wrong));
    }

    @Override
    public String toString() {
        return accepted + " accepted, " + received + " received, back-pressured " + backPressured + " times, "
                + connection.state();
    }
}
