package messenger.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Limits on what is in use at once. */
class ThrottleTest {
    private final Throttle throttle = new Throttle("test", 10);
    private final List<String> granted = new ArrayList<>();

    private Throttle.Ticket ask(long amount, String name) {
        return throttle.acquire(amount, () -> granted.add(name));
    }

    @Test
    void take() {
        throttle.forceAcquire(7);
        throttle.forceAcquire(7);
        assertEquals(14, throttle.used());
        throttle.release(14);
        assertEquals(0, throttle.used());
    }

    @Test
    void tryOnce() {
        assertTrue(throttle.tryAcquire(6));
        assertFalse(throttle.tryAcquire(5));
        assertTrue(throttle.tryAcquire(4));
        assertFalse(throttle.tryAcquire(1));
        assertEquals(10, throttle.used());
    }

    @Test
    void noLimit() {
        Throttle unlimited = new Throttle("unlimited", 0);
        assertTrue(unlimited.tryAcquire(Long.MAX_VALUE / 4));
        assertTrue(unlimited.tryAcquire(Long.MAX_VALUE / 4));
    }

    @Test
    void waitInTheOrderOfAsking() {
        assertNull(ask(10, "at once"));
        Throttle.Ticket first = ask(8, "first");
        Throttle.Ticket second = ask(1, "second");
        assertFalse(throttle.tryAcquire(0), "nobody overtakes who waits");
        throttle.release(5);
        assertEquals(List.of(), granted);
        assertFalse(first.isGranted());
        throttle.release(4);
        assertEquals(List.of("first", "second"), granted);
        assertTrue(first.isGranted());
        assertTrue(second.isGranted());
        assertEquals(10, throttle.used());
    }

    @Test
    void largeItemPassesWhileTheUseIsWithinTheLimit() {
        throttle.forceAcquire(10);
        assertTrue(throttle.tryAcquire(100));
        assertFalse(throttle.tryAcquire(100), "but one at a time");
        Throttle.Ticket next = ask(100, "next");
        throttle.release(10);
        assertFalse(next.isGranted());
        throttle.release(100);
        assertTrue(next.isGranted());
    }

    @Test
    void cancelBeforeItWasGranted() {
        throttle.forceAcquire(10);
        Throttle.Ticket first = ask(10, "first");
        ask(2, "second");
        throttle.release(3);
        assertEquals(List.of(), granted);
        throttle.cancel(first);
        assertEquals(List.of("second"), granted);
        assertEquals(9, throttle.used());
        assertFalse(first.isGranted());
        assertEquals(0, throttle.state().waiting);
    }

    @Test
    void cancelAfterItWasGranted() {
        throttle.forceAcquire(10);
        Throttle.Ticket ticket = ask(10, "granted");
        throttle.release(10);
        assertTrue(ticket.isGranted());
        throttle.cancel(ticket);
        assertEquals(0, throttle.used());
        throttle.cancel(ticket);
        assertEquals(0, throttle.used());
    }

    @Test
    void higherLimitGrantsAtOnce() {
        throttle.forceAcquire(10);
        assertNotNull(ask(5, "waits"));
        throttle.limit(15);
        assertEquals(List.of("waits"), granted);
    }

    @Test
    void noLimitGrantsAll() {
        throttle.forceAcquire(10);
        ask(5, "one");
        ask(500, "two");
        throttle.limit(0);
        assertEquals(List.of("one", "two"), granted);
    }

    @Test
    void lowerLimitLeavesWhatIsInUse() {
        throttle.forceAcquire(10);
        throttle.limit(4);
        throttle.release(5);
        assertFalse(throttle.tryAcquire(1));
        throttle.release(2);
        assertTrue(throttle.tryAcquire(1));
    }

    @Test
    void whoIsToldMayAskAgain() {
        throttle.forceAcquire(10);
        throttle.acquire(10, () -> ask(10, "again"));
        throttle.release(10);
        throttle.release(10);
        assertEquals(List.of("again"), granted);
        assertEquals(10, throttle.used());
    }

    @Test
    void stateTellsWhatIsGoingOn() {
        throttle.forceAcquire(10);
        ask(1, "waits");
        assertEquals("test", throttle.state().name);
        assertEquals(10, throttle.state().used);
        assertEquals(10, throttle.state().limit);
        assertEquals(1, throttle.state().waiting);
    }

    @Test
    void limitHoldsUnderContention() throws InterruptedException {
        AtomicLong inside = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 2000; i++) {
                    Throttle.Ticket ticket = throttle.acquire(3, () -> {});
                    while (ticket != null && !ticket.isGranted()) {
                        Thread.yield();
                    }
                    most.accumulateAndGet(inside.addAndGet(3), Math::max);
                    inside.addAndGet(-3);
                    throttle.release(3);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(most.get() <= 10, "most at once: " + most);
        assertEquals(0, throttle.used());
        assertEquals(0, throttle.state().waiting);
    }

    @Test
    void chainTakesAllOrNothing() {
        Throttle messages = new Throttle("messages", 2);
        Throttle process = new Throttle("process", 100);
        ThrottleChain chain = new ThrottleChain(messages, new Throttle("bytes", 0), throttle, process);
        assertTrue(chain.tryAcquire(6));
        assertFalse(chain.tryAcquire(6), "the third stage is full");
        assertEquals(1, messages.used());
        assertEquals(6, process.used());
        chain.dispatched(6);
        assertTrue(chain.tryAcquire(6));
        assertFalse(chain.tryAcquire(1), "the first stage is full");
        chain.dispatched(6);
        chain.completed(6);
        chain.completed(6);
        assertEquals(0, messages.used());
        assertEquals(0, throttle.used());
        assertEquals(0, process.used());
    }
}
