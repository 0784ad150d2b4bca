package messenger.examples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SendWindowTest {
    private final SendWindow window = new SendWindow(2, 3);

    @Test
    void onlyOneHasTheTurn() {
        assertEquals(0, window.claim(false));
        assertEquals(SendWindow.NONE, window.claim(false));
        assertEquals(SendWindow.NONE, window.claim(true));
        window.sent();
        assertEquals(1, window.claim(true));
    }

    @Test
    void stopsAtItsDepthAndAtItsEnd() {
        send(0);
        send(1);
        assertEquals(SendWindow.NONE, window.claim(false));
        window.credit();
        window.credit();
        send(2);
        assertEquals(SendWindow.NONE, window.claim(false));
        assertTrue(window.isClosed());
    }

    @Test
    void afterARefusalTheSameCounterIsTheOwners() {
        assertEquals(0, window.claim(false));
        window.refused();
        assertEquals(SendWindow.NONE, window.claim(false));
        assertEquals(0, window.claim(true));
        window.sent();
        send(1);
    }

    @Test
    void closedOneSendsNothingMoreEvenAfterARefusal() {
        assertEquals(0, window.claim(false));
        window.close();
        assertFalse(window.isClosed(), "somebody still has the turn");
        window.refused();
        assertTrue(window.isClosed());
        assertEquals(SendWindow.NONE, window.claim(true));
        assertEquals(0, window.next());
    }

    private void send(long counter) {
        assertEquals(counter, window.claim(false));
        window.sent();
    }
}
