package messenger.core.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import messenger.core.Await;
import messenger.spi.MemoryLease;
import messenger.spi.MemoryRegion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
    private static final int MIB = 1 << 20;
    private static final int BLOCK = 64 << 10;

    private MemoryPool pool = new MemoryPool(64 * MIB);

    @AfterEach
    void everythingIsGivenBack() {
        pool.close();
        assertEquals(0, pool.state().leases, "leases");
        assertEquals(0, pool.state().leased, "bytes leased");
        // the garbage collector's thread may just be at it
        Await.that(() -> pool.state().mapped == 0, "everything is unmapped");
        assertEquals(pool.state().limit, pool.state().free, "bytes free");
    }

    @Test
    void leaseIsAsLargeAsAskedForAndLiesInItsRegion() {
        for (int size : new int[] {1, 4096, 4097, BLOCK, MIB - 1, MIB, MIB + 1, 10 * MIB}) {
            MemoryLease lease = pool.lease(size);
            ByteBuffer bytes = lease.bytes();
            assertEquals(size, bytes.remaining());
            assertEquals(ByteOrder.LITTLE_ENDIAN, bytes.order());
            MemoryRegion region = lease.region();
            assertEquals(0, region.address() % 4096, "alignment");
            assertEquals(0, region.length() % 4096, "length of the region");
            assertTrue(lease.address() >= region.address());
            assertTrue(lease.address() + size <= region.address() + region.length());
            lease.release();
        }
    }

    @Test
    void nothingAndTooMuchAreNotLeased() {
        assertNull(pool.lease(0));
        assertNull(pool.lease(65 * MIB));
        assertNull(pool.lease(Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> pool.lease(-1));
    }

    @Test
    void smallBlocksShareRegionsAndLargeOnesHaveTheirOwn() {
        MemoryLease first = pool.lease(BLOCK);
        MemoryLease second = pool.lease(BLOCK);
        assertSame(first.region(), second.region());
        assertEquals(4 * MIB, first.region().length());
        MemoryLease large = pool.lease(5 * MIB);
        assertEquals(8 * MIB, large.region().length());
        assertNotEquals(first.region().id(), large.region().id());
        List.of(first, second, large).forEach(MemoryLease::release);
    }

    @Test
    void releasedLeaseRefusesEverything() {
        MemoryLease lease = pool.lease(100);
        lease.retain();
        lease.release();
        assertEquals(100, lease.bytes().remaining());
        lease.release();
        assertThrows(IllegalStateException.class, lease::bytes);
        assertThrows(IllegalStateException.class, lease::retain);
        assertThrows(IllegalStateException.class, lease::release);
    }

    @Test
    void staleViewReadsItsOwnBytesUntilAllOfItsTurnCameBackAndThrowsAfterThat() {
        List<MemoryLease> turn = new ArrayList<>();
        List<ByteBuffer> views = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            MemoryLease lease = pool.lease(BLOCK);
            lease.bytes().putInt(0, i);
            turn.add(lease);
            views.add(lease.bytes());
        }
        for (int i = 0; i < 63; i++) {
            turn.get(i).release();
        }
        MemoryLease next = pool.lease(BLOCK);
        next.bytes().putInt(0, -1);
        for (int i = 0; i < 64; i++) {
            assertEquals(i, views.get(i).getInt(0), "stale view " + i);
            assertNotEquals(turn.get(i).address(), next.address());
        }
        turn.get(63).release();
        for (ByteBuffer view : views) {
            assertThrows(IllegalStateException.class, () -> view.getInt(0));
        }
        next.release();
    }

    @Test
    void staleViewOfALargeBlockThrowsAtOnce() {
        MemoryLease lease = pool.lease(4 * MIB);
        ByteBuffer view = lease.bytes().slice(5, 10);
        lease.release();
        assertThrows(IllegalStateException.class, () -> view.get(0));
    }

    @Test
    void strictPoolEndsEveryViewAtOnce() {
        pool = new MemoryPool(64 * MIB, 1, new SystemSource());
        MemoryLease lease = pool.lease(100);
        ByteBuffer view = lease.bytes();
        lease.release();
        assertThrows(IllegalStateException.class, () -> view.get(0));
    }

    @Test
    void bufferInALeaseIsFoundWhateverViewItIs() {
        MemoryLease before = pool.lease(BLOCK);
        MemoryLease lease = pool.lease(BLOCK - 10);
        ByteBuffer bytes = lease.bytes();
        assertSame(lease, pool.leaseOf(bytes));
        assertSame(lease, pool.leaseOf(bytes.duplicate().position(BLOCK - 11)));
        assertSame(lease, pool.leaseOf(bytes.slice(1000, 1)));
        assertSame(lease, pool.leaseOf(bytes.asReadOnlyBuffer().limit(7)));
        assertSame(before, pool.leaseOf(before.bytes()));
        lease.release();
        before.release();
    }

    @Test
    void foreignStaleAndEmptyBuffersAreInNoLease() {
        MemoryLease lease = pool.lease(BLOCK);
        ByteBuffer stale = lease.bytes();
        assertNull(pool.leaseOf(stale.duplicate().limit(0)));
        assertNull(pool.leaseOf(ByteBuffer.allocate(10)));
        assertNull(pool.leaseOf(ByteBuffer.allocateDirect(10)));
        lease.release();
        assertNull(pool.leaseOf(stale));
        assertNull(pool.hold(ByteBuffer.allocate(10)));
        assertNull(pool.hold(ByteBuffer.allocateDirect(10)));
        assertThrows(IllegalStateException.class, () -> pool.hold(stale));
    }

    @Test
    void staleViewIsNotTakenForTheNextLeaseOfItsBlock() {
        MemoryLease lease = pool.lease(4 * MIB);
        ByteBuffer stale = lease.bytes();
        lease.release();
        MemoryLease next = pool.lease(4 * MIB);
        assertEquals(lease.address(), next.address(), "the block is used again");
        assertNull(pool.leaseOf(stale));
        assertThrows(IllegalStateException.class, () -> pool.hold(stale));
        assertSame(next, pool.hold(next.bytes()));
        next.release();
        next.release();
    }

    @Test
    void endedArenaOfSomebodyElseIsRefused() {
        ByteBuffer ended;
        try (Arena arena = Arena.ofShared()) {
            ended = arena.allocate(10).asByteBuffer();
        }
        assertThrows(IllegalStateException.class, () -> pool.hold(ended));
    }

    @Test
    void poolOfNothingLeasesNothing() {
        pool = new MemoryPool(0);
        assertNull(pool.lease(10));
        assertFalse(pool.isLow());
        assertEquals("none", pool.state().kind);
        assertThrows(IllegalArgumentException.class, () -> new MemoryPool(4 * MIB - 1));
    }

    @Test
    void systemIsAskedForMemoryAtTheFirstLease() {
        assertEquals("unused", pool.state().kind);
        pool.lease(1).release();
        assertNotEquals("unused", pool.state().kind);
    }

    @Test
    void withoutMemfdsMemoryIsPlain() {
        pool = new MemoryPool(64 * MIB, 64, new PlainSource());
        MemoryLease lease = pool.lease(BLOCK);
        assertEquals(-1, lease.region().descriptor());
        assertEquals(0, lease.address() % 4096);
        lease.bytes().putLong(0, 1);
        lease.release();
        assertEquals("plain", pool.state().kind);
    }

    @Test
    void withoutNativeMemoryNothingIsLeased() {
        pool = new MemoryPool(64 * MIB, 64, new NoSource("as the test wants"));
        assertNull(pool.lease(BLOCK));
        assertNull(pool.lease(BLOCK));
        assertEquals(2, pool.state().refused);
    }

    @Test
    void closedPoolUnmapsWhatIsStillHeldWhenItIsReleased() {
        MemoryLease lease = pool.lease(BLOCK);
        ByteBuffer view = lease.bytes();
        MemoryLease large = pool.lease(MIB);
        List<Long> unmapped = new ArrayList<>();
        pool.onUnmap(region -> unmapped.add(region.id()));
        pool.close();
        assertNull(pool.lease(10));
        assertEquals(List.of(), unmapped);
        view.putInt(0, 7);
        assertEquals(7, view.getInt(0));
        large.release();
        assertEquals(List.of(large.region().id()), unmapped);
        lease.release();
        assertEquals(List.of(large.region().id(), lease.region().id()), unmapped);
        assertThrows(IllegalStateException.class, () -> view.getInt(0));
    }

    @Test
    void copyOnTheHeapIsTheSame() {
        MemoryLease lease = pool.lease(100);
        lease.bytes().putInt(0, 77);
        ByteBuffer copy = pool.untilCollected(lease, lease.bytes());
        assertEquals(0, pool.state().leases, "the hold passed to the copy");
        assertFalse(copy.isDirect());
        assertEquals(100, copy.remaining());
        assertEquals(77, copy.getInt(0));
        assertEquals(1, pool.state().copies);
    }

    @Test
    void largeContentStaysInPlaceUntilItIsCollected() {
        MemoryLease lease = pool.lease(2 * MIB);
        byte[] text = {1, 2, 3};
        lease.bytes().put(5, text);
        ByteBuffer kept = pool.untilCollected(lease, lease.bytes());
        assertTrue(kept.isDirect());
        assertEquals(1, pool.state().leases);
        assertSame(lease, pool.leaseOf(kept.slice(5, 10)));
        byte[] read = new byte[3];
        kept.get(5, read);
        assertArrayEquals(text, read);
        assertEquals(0, pool.state().copies);
        assertNotNull(kept);
        kept = null;
        Await.that(
                () -> {
                    System.gc();
                    return pool.state().leases == 0;
                },
                "the garbage collector has released it");
    }
}
