package messenger.examples.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import messenger.api.Message;
import messenger.api.Priority;
import org.junit.jupiter.api.Test;

/** The oracle: what is lost, repeated, reordered or changed is found out. */
class JournalTest {
    private final Journal journal = new Journal();

    private void dispatch(long flow, long number, int priority) {
        Message message = new Frame(flow, number, 100)
                .message(Frame.ONE_WAY)
                .priority(priority)
                .build();
        journal.dispatched(Frame.of(message), message);
    }

    @Test
    void eachFlowAndPriorityHasItsOrder() {
        dispatch(1, 1, Priority.DEFAULT);
        dispatch(2, 1, Priority.DEFAULT);
        dispatch(1, 1, Priority.HIGH);
        dispatch(1, 2, Priority.DEFAULT);
        assertNull(journal.wrong());
        assertEquals(2, journal.last(1, Priority.DEFAULT));
        assertEquals(1, journal.last(1, Priority.HIGH));
        assertEquals(0, journal.last(3, Priority.HIGH));
        assertEquals(4, journal.dispatched());
    }

    @Test
    void lostMessageIsFoundOut() {
        dispatch(1, 1, Priority.DEFAULT);
        dispatch(1, 3, Priority.DEFAULT);
        assertTrue(journal.wrong().contains("was dispatched instead of 2"), journal.wrong());
    }

    @Test
    void repeatedMessageIsFoundOut() {
        dispatch(1, 1, Priority.DEFAULT);
        dispatch(1, 1, Priority.DEFAULT);
        assertTrue(journal.wrong().contains("message 1"), journal.wrong());
    }

    @Test
    void changedContentIsFoundOut() {
        Frame frame = new Frame(1, 1, 100);
        ByteBuffer data = ByteBuffer.allocate(100)
                .put(frame.message(Frame.ONE_WAY).build().data())
                .flip();
        assertTrue(frame.matches(data));
        data.put(99, (byte) (data.get(99) + 1));
        assertFalse(frame.matches(data));
        Message changed =
                Message.copyOf(frame.message(Frame.ONE_WAY).build()).data(data).build();
        journal.dispatched(frame, changed);
        assertTrue(journal.wrong().contains("wrong content"), journal.wrong());
    }

    @Test
    void verdictNamesWhatIsMissing() {
        dispatch(7, 1, Priority.DEFAULT);
        ByteBuffer sent = ByteBuffer.allocate(3 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(7)
                .putLong(Priority.DEFAULT)
                .putLong(2)
                .flip();
        Message verdict =
                Flow.verdict(Message.builder(Frame.CLOSING).front(sent).build(), journal);
        String text = StandardCharsets.UTF_8.decode(verdict.front()).toString();
        assertTrue(text.contains("of 2 messages of priority 127, the last one dispatched was 1"), text);
    }
}
