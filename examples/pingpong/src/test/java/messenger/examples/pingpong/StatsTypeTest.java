package messenger.examples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import messenger.api.Sections;
import org.junit.jupiter.api.Test;

class StatsTypeTest {
    private final StatsType type = new StatsType();

    @Test
    void decodesWhatItEncodes() {
        Stats stats = new Stats("run", 3, 2, 1);

        assertEquals(stats, type.decode(type.encode(stats, 0), 1));
    }

    @Test
    void refusesFrontsOfAWrongLength() {
        ByteBuffer front = type.encode(Stats.request("run"), 0).front();
        for (int length = 0; length < front.remaining(); length++) {
            Sections cut = Sections.ofFront(front.slice(0, length));
            assertThrows(IllegalArgumentException.class, () -> type.decode(cut, 1));
        }
    }

    @Test
    void refusesData() {
        Sections sections = Sections.of(type.encode(Stats.request("run"), 0).front(), ByteBuffer.allocate(1));
        assertThrows(IllegalArgumentException.class, () -> type.decode(sections, 1));
    }
}
