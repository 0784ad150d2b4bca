package messenger.core;

import static messenger.core.Conversation.LOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import messenger.api.Policy;
import messenger.api.SendResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bound on what a session stores, and who waits for room. */
@Timeout(30)
class SendWindowTest {
    private static final long LONG = Duration.ofSeconds(20).toNanos();

    private final Throttle process = new Throttle("process", 100);
    private final SendWindow window = new SendWindow(2, 10, process);

    @AutoClose
    private Conversation talk = Conversation.with(Policy.losslessClient(), settings -> settings.storeMessages(1));

    private Thread sender;

    private <T> FutureTask<T> blocked(Callable<T> waiting) {
        FutureTask<T> task = new FutureTask<>(waiting);
        sender = Thread.ofPlatform().name("sender").start(task);
        Await.parked(sender);
        return task;
    }

    @Test
    void boundsMessagesAndBytesAndTheProcess() {
        assertTrue(window.tryReserve(5));
        assertFalse(window.tryReserve(6), "bytes");
        assertTrue(window.tryReserve(5));
        assertFalse(window.tryReserve(0), "messages");
        window.release(1, 5);
        window.release(1, 5);
        process.forceAcquire(100);
        assertFalse(window.tryReserve(1), "process");
        assertTrue(window.isEmpty());
        assertEquals(0, window.usedBytes());
        assertEquals(100, process.used());
    }

    @Test
    void forcedMessagesGoBeyond() {
        for (int i = 0; i < 3; i++) {
            window.forceReserve(50);
        }
        assertEquals(150, window.usedBytes());
        assertEquals(150, process.used());
        assertFalse(window.tryReserve(0));
    }

    @Test
    void waitsUntilThereIsRoom() throws Exception {
        window.forceReserve(10);
        FutureTask<Boolean> waiting = blocked(() -> window.reserve(6, LONG));
        assertFalse(waiting.isDone());
        window.release(1, 10);
        assertTrue(waiting.get());
        assertEquals(6, window.usedBytes());
    }

    @Test
    void deadlinePasses() throws Exception {
        window.forceReserve(10);
        assertFalse(window.reserve(6, Duration.ofMillis(5).toNanos()));
        assertFalse(window.reserve(6, 0));
        assertEquals(10, window.usedBytes());
        window.release(1, 10);
        assertTrue(window.isEmpty());
        assertEquals(0, process.used());
    }

    @Test
    void interruptReservesNothing() {
        process.forceAcquire(100);
        FutureTask<Boolean> waiting = blocked(() -> window.reserve(1, LONG));
        sender.interrupt();
        ExecutionException failure = assertThrows(ExecutionException.class, waiting::get);
        assertInstanceOf(InterruptedException.class, failure.getCause());
        assertTrue(window.isEmpty());
        assertEquals(0, window.usedBytes());
        assertEquals(100, process.used());
        assertEquals(0, process.state().waiting);
    }

    @Test
    void closeWakesWhoWaits() throws Exception {
        window.forceReserve(10);
        FutureTask<Boolean> waiting = blocked(() -> window.reserve(6, LONG));
        window.close();
        assertFalse(waiting.get());
        assertEquals(10, window.usedBytes());
    }

    @Test
    void senderThatWaitsGetsRoomFromAnAcknowledgement() throws Exception {
        ScriptedLink link = talk.opened(LOW);
        talk.send("one");
        link.expect("message 1 one");
        FutureTask<SendResult> waiting =
                blocked(() -> talk.connection().send(Conversation.message("two"), Duration.ofSeconds(20)));
        link.acks(1);
        assertEquals(SendResult.ACCEPTED, waiting.get());
        link.expect("message 2 two");
    }

    @Test
    void senderThatWaitsIsToldOfTheEndOfTheSession() throws Exception {
        talk.opened(LOW);
        talk.send("one");
        FutureTask<SendResult> waiting =
                blocked(() -> talk.connection().send(Conversation.message("two"), Duration.ofSeconds(20)));
        talk.connection().markDown();
        assertEquals(SendResult.CLOSED, waiting.get());
        assertEquals(0, talk.runtime().outgoing().used());
        assertEquals(0, talk.dto().storedBytes);
    }

    @Test
    void senderGivesUpAfterItsTimeout() throws Exception {
        talk = talk.insteadWith(
                Policy.losslessClient(), settings -> settings.storeMessages(1).sendTimeout(Duration.ofMillis(5)));
        talk.connectTo(LOW);
        talk.send("one");
        assertEquals(SendResult.BACK_PRESSURED, talk.connection().send(Conversation.message("two")));
    }
}
