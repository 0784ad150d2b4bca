package messenger.conformance;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageBuffer;
import messenger.api.SendResult;
import messenger.api.dto.MemoryDTO;
import org.junit.jupiter.api.Assertions;

/**
 * Messages of mixed sizes, from registered buffers, there and back; {@code -Dmessenger.memory.messages} says how many. They go
 * in rounds, each of the same sizes, so that what one round needed is enough for the next.
 */
final class MemoryRun {
    private static final int MESSAGES = Integer.getInteger("messenger.memory.messages", 4_000);
    private static final int ROUND = 100;
    private static final int LARGEST = 1 << 20;
    /** What one lease that is held long keeps from being leased again, at most. */
    private static final int SHARED_REGION = 4 << 20;

    private final Rig rig;
    private final Pair pair;
    /** With what the transports themselves hold. */
    private final MemoryDTO start;

    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicReference<String> wrong = new AtomicReference<>();

    MemoryRun(Rig rig) {
        this.rig = rig;
        this.pair = Pair.lossless(rig);
        this.start = rig.runtime().memory().state();
        for (Party party : new Party[] {pair.client(), pair.server()}) {
            party.probe().discard();
            party.probe().onMessage(this::check);
        }
    }

    /** One of a hundred is large, every tenth middling. */
    private static int length(int number) {
        int place = number % ROUND;
        return place == 0 ? LARGEST : place % 10 == 0 ? 10_000 + place * 1_000 : place * 20;
    }

    private void check(Message message) {
        int number = Content.number(message);
        String difference = Content.differenceFromPattern(number, length(number), message.data());
        if (difference != null) {
            wrong.compareAndSet(null, "message " + number + ": " + difference);
        }
        arrived.incrementAndGet();
    }

    private CompletableFuture<Void> send(Party from, Connection to, int number) {
        try (MessageBuffer buffer = from.messenger().buffer(length(number))) {
            ByteBuffer data = buffer.bytes();
            data.put(Content.pattern(number, length(number))).flip();
            Message message = Content.builder(number).data(data).build();
            if (number % ROUND == ROUND - 1) {
                return to.sendAcknowledged(message);
            }
            Assertions.assertEquals(SendResult.ACCEPTED, to.trySend(message), "result of message " + number);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void round(int first) {
        CompletableFuture<Void> there = null;
        CompletableFuture<Void> back = null;
        for (int number = first; number < first + ROUND; number++) {
            there = send(pair.client(), pair.toServer(), number);
            back = send(pair.server(), pair.toClient(), number);
        }
        Await.get(there, "the acknowledgement of a round");
        Await.get(back, "the acknowledgement of a round back");
        Await.until("a round to be dispatched", () -> arrived.get() == 2 * (first + ROUND));
        Assertions.assertNull(wrong.get());
    }

    void run() {
        MemoryDTO early = null;
        for (int first = 0; first < MESSAGES; first += ROUND) {
            round(first);
            if (first <= MESSAGES / 2) {
                early = rig.runtime().memory().state();
            }
        }
        pair.settle();
        Await.until("memory to be given back", () -> rig.runtime().memory().state().leases == start.leases);
        MemoryDTO late = rig.runtime().memory().state();
        MemoryDTO before = early;
        Assertions.assertTrue(late.regions <= before.regions + 2, () -> "half way " + before + ", at the end " + late);
        Assertions.assertTrue(late.free >= start.free - SHARED_REGION, () -> "at first " + start + ", then " + late);
        Assertions.assertEquals(0, late.refused, "leases refused");
    }
}
