package messenger.xio;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import messenger.spi.MemoryLease;
import messenger.spi.MemoryRegion;
import messenger.spi.MessageMemory;

/** Memory with one region to lease from, which knows what is leased. Thread safe. */
final class LeasingMemory implements MessageMemory {
    private static final int ALIGNMENT = 4096;

    private final Region region;
    private final List<Lease> leases = new ArrayList<>();
    private boolean empty;
    private long allocated;

    LeasingMemory(int size) {
        region = new Region(ByteBuffer.allocateDirect(size + ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .slice(0, size));
    }

    /** All that can be leased. */
    record Region(ByteBuffer bytes) implements MemoryRegion {
        @Override
        public long id() {
            return 7;
        }

        @Override
        public long address() {
            return MemorySegment.ofBuffer(bytes).address();
        }

        @Override
        public long length() {
            return bytes.capacity();
        }

        @Override
        public int descriptor() {
            return -1;
        }

        /** What a device does. */
        void put(long address, byte[] content) {
            bytes.put((int) (address - address()), content);
        }
    }

    private final class Lease implements MemoryLease {
        private final int from;
        private final int size;
        private int holders = 1;

        Lease(int from, int size) {
            this.from = from;
            this.size = size;
        }

        @Override
        public ByteBuffer bytes() {
            synchronized (LeasingMemory.this) {
                requireHeld();
                return region.bytes().slice(from, size).order(ByteOrder.LITTLE_ENDIAN);
            }
        }

        private void requireHeld() {
            if (holders <= 0) {
                throw new IllegalStateException("the lease has been released");
            }
        }

        @Override
        public MemoryRegion region() {
            return region;
        }

        @Override
        public long address() {
            return region.address() + from;
        }

        @Override
        public void retain() {
            synchronized (LeasingMemory.this) {
                requireHeld();
                holders++;
            }
        }

        @Override
        public void release() {
            synchronized (LeasingMemory.this) {
                requireHeld();
                holders--;
                if (holders == 0) {
                    leases.remove(this);
                    // whoever reads it still shall notice
                    for (int i = from; i < from + size; i++) {
                        region.bytes().put(i, (byte) 0xdd);
                    }
                }
            }
        }
    }

    /** From now on there is nothing to lease, or there is again. */
    synchronized void empty(boolean value) {
        empty = value;
    }

    /** Leases that are held. */
    synchronized int leased() {
        return leases.size();
    }

    /** What lies in the region. */
    synchronized byte[] read(long from, int size) {
        byte[] bytes = new byte[size];
        region.bytes().get((int) from, bytes);
        return bytes;
    }

    /** Bytes that were allocated beside the region. */
    synchronized long allocated() {
        return allocated;
    }

    @Override
    public synchronized ByteBuffer allocate(int size) {
        allocated += size;
        return ByteBuffer.allocate(size);
    }

    @Override
    public synchronized MemoryLease lease(int size) {
        int from = 0;
        leases.sort(Comparator.comparingInt(lease -> lease.from));
        for (Lease lease : leases) {
            if (lease.from - from >= size) {
                break;
            }
            from = lease.from + lease.size;
        }
        if (empty || from + size > region.length()) {
            return null;
        }
        Lease lease = new Lease(from, size);
        leases.add(lease);
        return lease;
    }

    @Override
    public synchronized MemoryLease leaseOf(ByteBuffer bytes) {
        if (!bytes.isDirect()) {
            return null;
        }
        long address = MemorySegment.ofBuffer(bytes).address();
        return leases.stream()
                .filter(lease ->
                        lease.address() <= address && address + bytes.remaining() <= lease.address() + lease.size)
                .findFirst()
                .orElse(null);
    }
}
