package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import messenger.api.MessageHeader;
import messenger.api.Priority;
import messenger.api.Sections;
import messenger.api.SessionLostException;
import messenger.spi.SectionLeases;
import org.junit.jupiter.api.Test;

/** What a session keeps to send. */
class OutboxTest {
    private final Throttle process = new Throttle("process", 0);
    private final SendWindow window = new SendWindow(100, 1000, process);
    private final Outbox outbox = new Outbox(window);

    private CompletableFuture<Void> add(int priority, String text) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        assertTrue(window.tryReserve(text.length()));
        outbox.add(new StoredMessage(
                null,
                new CoreConnection.Encoded(
                        new MessageHeader(1, priority, 0, 1, 1, 0, Handshakes.PEER_NAME, 0, 0),
                        Sections.ofFront(Handshakes.bytes(text)),
                        SectionLeases.NONE,
                        acknowledged,
                        false,
                        0)));
        return acknowledged;
    }

    private CompletableFuture<Void> add(String text) {
        return add(Priority.DEFAULT, text);
    }

    private List<String> takeAll(boolean keep) {
        List<String> taken = new ArrayList<>();
        for (StoredMessage next = outbox.next(); next != null; next = outbox.next()) {
            taken.add(next.header().seq() + " "
                    + StandardCharsets.UTF_8.decode(next.front().duplicate()));
            outbox.taken(keep);
        }
        return taken;
    }

    @Test
    void prioritiesActBeforeNumbering() {
        add(Priority.LOW, "low");
        add("a");
        add(Priority.HIGHEST, "top");
        add("b");
        add(Priority.HIGHEST, "top too");
        assertEquals(5, outbox.queued());
        assertEquals(List.of("1 top", "2 top too", "3 a", "4 b", "5 low"), takeAll(true));
        assertEquals(5, outbox.outSeq());
        assertEquals(5, outbox.unacknowledged());
        assertFalse(outbox.hasQueued());
    }

    @Test
    void whatIsOfferedKeepsItsTurnAndNumberUntilItIsTaken() {
        add(Priority.LOW, "low");
        StoredMessage offered = outbox.next();
        add(Priority.HIGHEST, "top");
        assertSame(offered, outbox.next());
        assertEquals(List.of("1 low", "2 top"), takeAll(true));
    }

    @Test
    void prioritiesThatRanOutAreUsedAgain() {
        add("a");
        add(Priority.HIGH, "b");
        assertEquals(List.of("1 b", "2 a"), takeAll(false));
        add(Priority.HIGH, "c");
        assertEquals(List.of("3 c"), takeAll(false));
        add("d");
        add(Priority.LOW, "e");
        assertEquals(List.of("4 d", "5 e"), takeAll(false));
        assertNull(outbox.next());
    }

    @Test
    void whatWasNotAcknowledgedIsSentAgainWithItsNumber() {
        CompletableFuture<Void> first = add("a");
        add("b");
        add("c");
        takeAll(true);
        outbox.acknowledged(1);
        assertTrue(first.isDone());
        outbox.requeue();
        add(Priority.HIGHEST, "new");
        assertEquals(3, outbox.queued());
        assertEquals(0, outbox.unacknowledged());
        assertEquals(List.of("2 b", "3 c", "4 new"), takeAll(true));
        assertEquals(2, outbox.replayed());
    }

    @Test
    void requeueKeepsTheOrderWithWhatIsAlreadyQueuedAgain() {
        add("a");
        add("b");
        takeAll(true);
        outbox.requeue();
        outbox.next();
        outbox.taken(true);
        outbox.requeue();
        assertEquals(List.of("1 a", "2 b"), takeAll(true));
    }

    @Test
    void resumeAfterDropsWhatThePeerHas() {
        CompletableFuture<Void> a = add("a");
        CompletableFuture<Void> b = add("b");
        takeAll(true);
        add("c");
        outbox.requeue();
        outbox.resumeAfter(1);
        assertTrue(a.isDone());
        assertFalse(b.isDone());
        assertEquals(List.of("2 b", "3 c"), takeAll(true));
        assertFalse(outbox.nothingAcknowledged());
    }

    @Test
    void resumeAfterMovesNumbersOnWithAnEmptyQueue() {
        outbox.resumeAfter(20);
        assertTrue(outbox.nothingAcknowledged());
        add("a");
        assertEquals(List.of("21 a"), takeAll(true));
        outbox.resumeAfter(5);
        add("b");
        assertEquals(List.of("22 b"), takeAll(true));
    }

    @Test
    void storeShrinksWithAcknowledgements() {
        add("four");
        add("three");
        takeAll(true);
        assertEquals(9, window.usedBytes());
        outbox.acknowledged(1);
        assertEquals(5, window.usedBytes());
        outbox.acknowledged(1);
        outbox.acknowledged(0);
        assertEquals(5, process.used());
        outbox.acknowledged(2);
        assertTrue(window.isEmpty());
        assertEquals(0, process.used());
    }

    @Test
    void acknowledgementDoesNotReachWhatIsQueued() {
        add("a");
        outbox.next();
        outbox.acknowledged(1);
        assertTrue(outbox.nothingAcknowledged());
        assertEquals(List.of("1 a"), takeAll(true));
    }

    @Test
    void whatIsNotKeptIsGoneWhenTaken() {
        CompletableFuture<Void> a = add("a");
        takeAll(false);
        assertTrue(a.isCompletedExceptionally());
        assertTrue(window.isEmpty());
        outbox.requeue();
        assertFalse(outbox.hasQueued());
    }

    @Test
    void clearForgetsEverythingAndBeginsNumbersAnew() {
        CompletableFuture<Void> sent = add("sent");
        takeAll(true);
        CompletableFuture<Void> offered = add("offered");
        outbox.next();
        CompletableFuture<Void> waiting = add("waiting");
        outbox.clear(new SessionLostException("gone"));
        for (CompletableFuture<Void> each : List.of(sent, offered, waiting)) {
            assertTrue(each.isCompletedExceptionally());
        }
        assertNull(outbox.next());
        assertTrue(window.isEmpty());
        assertEquals(0, process.used());
        assertTrue(outbox.nothingAcknowledged());
        add("new");
        assertEquals(List.of("1 new"), takeAll(true));
    }
}
