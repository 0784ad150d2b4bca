package messenger.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.spi.MemoryLease;
import messenger.spi.MemoryRegion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when the pool has given all that it may. */
class PoolBoundTest {
    private static final int MIB = 1 << 20;
    private static final int BLOCK = 64 << 10;

    private final MemoryPool pool = new MemoryPool(16 * MIB);
    private final List<MemoryLease> held = new ArrayList<>();
    private final List<Long> unmapped = new ArrayList<>();

    @AfterEach
    void everythingIsGivenBack() {
        held.forEach(MemoryLease::release);
        pool.close();
        assertEquals(0, pool.state().leases, "leases");
        assertEquals(0, pool.state().mapped, "bytes mapped");
        assertEquals(16 * MIB, pool.state().free, "bytes free");
    }

    private MemoryLease take(int size) {
        MemoryLease lease = pool.lease(size);
        assertNotNull(lease, "lease of " + size);
        held.add(lease);
        return lease;
    }

    private void give(MemoryLease lease) {
        held.remove(lease);
        lease.release();
    }

    @Test
    void poolMapsNoMoreThanItMay() {
        for (int i = 0; i < 256; i++) {
            take(BLOCK);
        }
        assertEquals(16 * MIB, pool.state().mapped);
        assertEquals(0, pool.state().free);
        assertNull(pool.lease(BLOCK));
        assertNull(pool.lease(1));
        assertNull(pool.lease(8 * MIB));
        assertEquals(3, pool.state().refused);
        assertEquals(16 * MIB, pool.state().highest);
    }

    @Test
    void poolIsLowWithLessThanAQuarterFree() {
        for (int i = 0; i < 12; i++) {
            take(MIB);
            assertFalse(pool.isLow(), "low after " + (i + 1) + " of 16 MiB");
        }
        MemoryLease last = take(MIB);
        assertTrue(pool.isLow());
        give(last);
        assertFalse(pool.isLow());
    }

    @Test
    void neighboursOfAHeldBlockAreNotFree() {
        MemoryLease kept = take(BLOCK);
        for (int i = 0; i < 63; i++) {
            give(take(BLOCK));
        }
        assertEquals(BLOCK, pool.state().leased);
        assertEquals(12 * MIB, pool.state().free);
        give(kept);
        assertEquals(16 * MIB, pool.state().free);
    }

    @Test
    void idleRegionsOfOtherClassesAreUnmappedToMakeRoom() throws Exception {
        AutoCloseable listening = pool.onUnmap(region -> unmapped.add(region.id()));
        for (int i = 0; i < 3; i++) {
            take(4 * MIB);
        }
        MemoryRegion small = take(BLOCK).region();
        assertNull(pool.lease(4 * MIB), "all regions are in use");
        assertEquals(List.of(), unmapped);
        give(held.getLast());
        assertNotNull(take(4 * MIB), "nobody has anything of the small blocks' region");
        assertEquals(List.of(small.id()), unmapped);
        assertEquals(16 * MIB, pool.state().mapped);
        listening.close();
        List.copyOf(held).forEach(this::give);
        take(16 * MIB);
        assertEquals(1, unmapped.size(), "told after it stopped listening");
        assertEquals(1, pool.state().regions);
    }

    @Test
    void listenerThatFailsKeepsNobodyFromMemory() {
        AtomicInteger told = new AtomicInteger();
        pool.onUnmap(region -> {
            told.incrementAndGet();
            throw new IllegalArgumentException("as the test wants");
        });
        give(take(BLOCK));
        take(16 * MIB);
        assertEquals(1, told.get());
    }

    @Test
    void blockIsNotUsedAgainWhileAStaleViewIsInASystemCall() throws Exception {
        Pipe pipe = Pipe.open();
        MemoryLease lease = take(16 * MIB);
        ByteBuffer view = lease.bytes();
        CountDownLatch written = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(view);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                written.countDown();
            }
        });
        ByteBuffer drain = ByteBuffer.allocate(MIB);
        try (Pipe.SourceChannel source = pipe.source()) {
            // the writer is in its system call once something has come
            assertTrue(source.read(drain) > 0);
            give(lease);
            assertNull(pool.lease(16 * MIB), "the only block is being written from");
            assertNull(pool.lease(BLOCK), "and its region cannot be unmapped");
            while (source.read(drain.clear()) >= 0) {
                // until the writer has closed its end
            }
        }
        written.await();
        writer.join();
        take(16 * MIB);
    }
}
