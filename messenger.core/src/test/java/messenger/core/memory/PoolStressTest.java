package messenger.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import messenger.spi.MemoryLease;
import org.junit.jupiter.api.Test;

/** Many threads at once, and many leases one after the other. */
class PoolStressTest {
    private static final int MIB = 1 << 20;
    private static final int THREADS = 4;
    private static final int ROUNDS = 8_000;
    private static final long SEED = Long.getLong("messenger.seed", System.nanoTime());

    /** A piece that a thread has, and what it has written to it. */
    private record Held(MemoryLease lease, ByteBuffer view, long mark) {
        static Held of(MemoryLease lease, long mark) {
            ByteBuffer view = lease.bytes();
            view.putLong(0, mark).putLong(view.limit() - Long.BYTES, mark);
            return new Held(lease, view, mark);
        }

        void check() {
            assertEquals(mark, view.getLong(0), "first bytes of " + lease.address());
            assertEquals(mark, view.getLong(view.limit() - Long.BYTES), "last bytes of " + lease.address());
        }
    }

    @Test
    void whatOneHolderWritesNoOtherSees() throws Exception {
        MemoryPool pool = new MemoryPool(48 * MIB);
        Set<Long> unmapped = ConcurrentHashMap.newKeySet();
        AtomicLong twice = new AtomicLong();
        pool.onUnmap(region -> {
            if (!unmapped.add(region.id())) {
                twice.incrementAndGet();
            }
        });
        AtomicLong refused = new AtomicLong();
        List<Future<?>> workers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(SEED + i);
                workers.add(threads.submit(() -> work(pool, random, unmapped, refused)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (Exception | Error e) {
            throw new AssertionError("with -Dmessenger.seed=" + SEED, e);
        }
        assertEquals(0, pool.state().leases);
        assertEquals(48 * MIB, pool.state().free);
        assertEquals(refused.get(), pool.state().refused);
        assertTrue(pool.state().highest <= 48 * MIB);
        assertFalse(unmapped.isEmpty());
        assertEquals(0, twice.get(), "regions unmapped twice");
        pool.close();
        assertEquals(0, pool.state().mapped);
    }

    private static void work(MemoryPool pool, Random random, Set<Long> unmapped, AtomicLong refused) {
        ArrayDeque<Held> held = new ArrayDeque<>();
        ArrayDeque<Held> stale = new ArrayDeque<>();
        for (int round = 0; round < ROUNDS; round++) {
            int size = 2 * Long.BYTES + random.nextInt(1 << (8 + random.nextInt(14)));
            MemoryLease lease = pool.lease(size);
            if (lease == null) {
                refused.incrementAndGet();
            } else {
                assertFalse(unmapped.contains(lease.region().id()), "lease in a region that was unmapped");
                held.add(Held.of(lease, random.nextLong()));
            }
            if (lease == null || held.size() > 12) {
                release(held, stale);
            }
            if (!stale.isEmpty() && random.nextBoolean()) {
                readStale(stale.poll());
            }
        }
        while (!held.isEmpty()) {
            release(held, stale);
        }
    }

    private static void release(ArrayDeque<Held> held, ArrayDeque<Held> stale) {
        Held oldest = held.poll();
        if (oldest != null) {
            oldest.check();
            oldest.lease().release();
            stale.add(oldest);
        }
    }

    /** It throws or reads what it always read. */
    private static void readStale(Held late) {
        try {
            late.check();
        } catch (IllegalStateException e) {
            assertTrue(e.getMessage() == null || !e.getMessage().isEmpty());
        }
    }

    @Test
    void aMillionLeasesLeaveMemoryFlat() {
        MemoryPool pool = new MemoryPool(32 * MIB);
        ArrayDeque<MemoryLease> held = new ArrayDeque<>();
        long mappedEarly = 0;
        for (int i = 0; i < 1_000_000; i++) {
            held.add(pool.lease(1 + i % 100_000));
            if (held.size() > 16) {
                held.poll().release();
            }
            if (i == 200_000) {
                mappedEarly = pool.state().mapped;
            }
        }
        assertEquals(mappedEarly, pool.state().mapped, "bytes mapped after a million leases");
        held.forEach(MemoryLease::release);
        assertEquals(0, pool.state().leases);
        assertEquals(0, pool.state().leased);
        assertEquals(0, pool.state().refused);
        pool.close();
        assertEquals(0, pool.state().mapped);
    }
}
