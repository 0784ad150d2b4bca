package messenger.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Messages under construction. */
class MessageTest {
    private final ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1);

    @Test
    void builderFillsTheHeader() {
        EntityName source = EntityName.parse("osd.3");
        Message message = Message.builder(7)
                .priority(Priority.HIGH)
                .tid(9)
                .version(4, 2)
                .dataOffset(100)
                .source(source)
                .build();
        assertEquals(new MessageHeader(7, 196, 9, 4, 2, 100, source, 0, 0), message.header());
        assertEquals(7, message.type());
        assertEquals(9, message.tid());
        assertEquals(196, message.priority());
    }

    @Test
    void fieldsMustFitTheWire() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Message.builder(65_536).build())
                .getMessage();
        assertTrue(message.contains("type 65536"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> Message.builder(1).priority(-1).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> Message.builder(1).version(65_536, 1).build());
    }

    @Test
    void sectionsAreViewsWithPositionsOfTheirOwn() {
        Message message =
                Message.builder(1).front(bytes).data(bytes.duplicate()).build();
        assertEquals(2, message.front().get());
        assertEquals(2, message.front().get());
        assertEquals(0, message.middle().remaining());
        assertEquals(3, message.data().remaining());
        assertEquals(6, new Sections(message.front(), message.middle(), message.data()).length());
    }

    @Test
    void typedMessageHasItsBody() {
        Message message = Message.of("body");
        assertEquals("body", message.body(String.class));
        assertTrue(message.opaqueReason().isEmpty());
        assertThrows(ClassCastException.class, () -> message.body(Integer.class));
    }

    @Test
    void rawMessageSaysWhyItHasNone() {
        Message message = Message.builder(1).build();
        assertNull(message.body());
        assertThrows(IllegalStateException.class, () -> message.body(String.class));
        assertThrows(IllegalStateException.class, message::connection);
        assertEquals(MessageTimes.NONE, message.times());
    }

    @Test
    void copyHasEverything() {
        Message original = Message.builder(7).tid(9).front(bytes).build();
        Message copy = Message.copyOf(original).priority(200).build();
        assertEquals(9, copy.tid());
        assertEquals(200, copy.priority());
        assertEquals(original.front(), copy.front());
        Message typed = Message.of("body");
        assertSame(typed.body(), Message.copyOf(typed).build().body());
    }
}
