package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvQP;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import messenger.spi.MemoryRegion;

/** What a queue pair reads from its peer's memory and writes there. Reads belong to the worker, writes to who sends. */
final class Transfers {
    private final RdmaDevice device;
    private final CompletionPair completions;
    private final SendBuffers sends;
    private final OneSided reads;
    private final OneSided writes;
    private final WritableMemory writable;
    /** Transfers for whose end the worker must wake up. */
    private final AtomicInteger expected = new AtomicInteger();

    Transfers(RdmaDevice device, CompletionPair completions, SendBuffers sends, IbvQP qp, int depth, long base)
            throws IOException {
        this.device = device;
        this.completions = completions;
        this.sends = sends;
        reads = OneSided.reads(qp, depth, device.messageMax(), base);
        writes = OneSided.writes(qp, depth, device.messageMax(), base);
        writable = new WritableMemory(device);
    }

    /** Memory that peers may write to. */
    WritableMemory writable() {
        return writable;
    }

    /** Whether something is being read. */
    boolean reading() {
        return reads.underWay();
    }

    /** @return false if too much is under way */
    boolean read(MemoryRegion region, long address, int length, long remoteAddress, int remoteKey, long id)
            throws IOException {
        check(region, address, length);
        int key = device.region(region).getLkey();
        return begin(reads, key, address, length, remoteAddress, remoteKey, id);
    }

    /** Comes after everything that was posted. False if too much is under way, or the queue pair has ended. */
    boolean write(MemoryRegion region, long address, int length, long remoteAddress, int remoteKey, long id)
            throws IOException {
        check(region, address, length);
        int key = device.region(region).getLkey();
        return sends.inOrder(() -> begin(writes, key, address, length, remoteAddress, remoteKey, id));
    }

    private static void check(MemoryRegion region, long address, int length) {
        if (address < region.address() || length <= 0 || length > region.address() + region.length() - address) {
            throw new IllegalArgumentException(length + " bytes at " + address + " are not in " + region);
        }
    }

    private boolean begin(
            OneSided direction, int key, long address, int length, long remoteAddress, int remoteKey, long id)
            throws IOException {
        expect();
        boolean begun = false;
        try {
            begun = direction.begin(key, address, length, remoteAddress, remoteKey, id);
        } finally {
            if (!begun) {
                ended();
            }
        }
        return begun;
    }

    /** The worker has seen a read's last request end; answers its id. */
    long readEnded(int number) {
        ended();
        return reads.ended(number);
    }

    /** The worker has seen a write's last request end; answers its id. */
    long writeEnded(int number) {
        ended();
        return writes.ended(number);
    }

    private void expect() {
        expected.incrementAndGet();
        completions.expect();
    }

    private void ended() {
        expected.decrementAndGet();
        completions.expectNoMore();
    }

    /** After the queue pair: nothing of it comes any more. */
    void end() {
        while (expected.get() > 0) {
            ended();
        }
        reads.free();
        writes.free();
        writable.close();
    }
}
