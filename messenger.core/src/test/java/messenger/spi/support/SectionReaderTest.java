package messenger.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import messenger.core.memory.MemoryPool;
import messenger.spi.MemoryLease;
import messenger.spi.MessageMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where sections are collected, and how much memory is asked for before they have come. */
class SectionReaderTest {
    private static final int LARGE = 3 * MessageMemory.MAX_AHEAD;

    private final MemoryPool pool = new MemoryPool(64 << 20);
    private final List<Integer> asked = new ArrayList<>();
    private final SectionReader reader = new SectionReader(new MessageMemory() {
        @Override
        public ByteBuffer allocate(int size) {
            asked.add(size);
            return ByteBuffer.allocate(size);
        }

        @Override
        public MemoryLease lease(int size) {
            asked.add(size);
            return pool.lease(size);
        }
    });

    @AfterEach
    void nothingIsLeased() {
        assertEquals(0, pool.state().leases);
        pool.close();
    }

    private static ByteBuffer bytes(int from, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            bytes.put(i, (byte) (from + i));
        }
        return bytes;
    }

    private void takeWhole(int length, boolean pooled) {
        reader.begin(length, pooled);
        int step = MessageMemory.MAX_AHEAD / 2;
        for (int at = 0; at < length; at += step) {
            int n = Math.min(step, length - at);
            assertEquals(at + n == length, reader.take(bytes(at, n)));
        }
        assertEquals(-1, bytes(0, length).mismatch(reader.result()));
    }

    @Test
    void strangersClaimIsNotBelieved() {
        takeWhole(LARGE, false);
        assertEquals(MessageMemory.MAX_AHEAD, asked.getFirst());
        assertEquals(MessageMemory.MAX_AHEAD, asked.get(1));
        assertEquals(LARGE, asked.getLast());
    }

    @Test
    void whoHasSentALargeSectionIsTrustedWithAsMuch() {
        takeWhole(LARGE, false);
        asked.clear();
        takeWhole(LARGE, false);
        assertEquals(List.of(LARGE), asked);
        asked.clear();
        reader.begin(LARGE + MessageMemory.MAX_AHEAD);
        assertFalse(reader.take(bytes(0, 100)));
        assertEquals(List.of(MessageMemory.MAX_AHEAD), asked);
    }

    @Test
    void onlyLargeSectionsGoToThePool() {
        takeWhole(SectionReader.POOLED_SIZE - 1, true);
        assertNull(reader.takeLease());
        takeWhole(SectionReader.POOLED_SIZE, false);
        assertNull(reader.takeLease());
        takeWhole(SectionReader.POOLED_SIZE, true);
        assertEquals(1, pool.state().leases);
        reader.takeLease().release();
    }

    @Test
    void sectionOfWhichTheRestIsMissedGivesItsMemoryBack() {
        reader.begin(SectionReader.POOLED_SIZE, true);
        assertFalse(reader.take(bytes(0, 100)));
        assertEquals(1, pool.state().leases);
        assertNull(reader.target(), "less than what is worth a call of its own is missing");
        reader.begin(0);
    }

    @Test
    void restOfALargeSectionIsReadWhereItBelongs() {
        reader.begin(2 * SectionReader.POOLED_SIZE, true);
        assertFalse(reader.take(bytes(0, 100)));
        ByteBuffer target = reader.target();
        assertEquals(2 * SectionReader.POOLED_SIZE - 100, target.remaining());
        target.put(bytes(100, target.remaining()));
        assertTrue(reader.take(ByteBuffer.allocate(0)));
        assertEquals(-1, bytes(0, 2 * SectionReader.POOLED_SIZE).mismatch(reader.result()));
        reader.takeLease().release();
    }
}
