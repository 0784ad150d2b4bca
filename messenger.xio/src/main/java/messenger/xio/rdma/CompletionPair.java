package messenger.xio.rdma;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The completion queues of some queue pairs: one for what they send and read, at which nobody need wake up, and one for
 * what they receive. Belongs to the worker.
 */
final class CompletionPair {
    /** Entries of a completion queue, if the device has as many. */
    private static final int ENTRIES = 4096;

    private final CompletionSource sent;
    private final CompletionSource received;
    /** For how many reasons the worker must wake up when something has been sent or read. Any thread. */
    private final AtomicInteger waiting = new AtomicInteger();

    CompletionPair(RdmaQueue owner, RdmaDevice device, int sends, int receives) throws IOException {
        int most = device.limits().completions();
        sent = new CompletionSource(owner, device, Math.min(most, Math.max(ENTRIES, sends)));
        try {
            received = new CompletionSource(owner, device, Math.min(most, Math.max(ENTRIES, receives)));
        } catch (IOException e) {
            sent.close();
            throw e;
        }
    }

    CompletionSource sent() {
        return sent;
    }

    CompletionSource received() {
        return received;
    }

    boolean reserve(int sends, int receives) {
        if (!sent.reserve(sends)) {
            return false;
        }
        if (!received.reserve(receives)) {
            sent.giveBack(sends);
            return false;
        }
        return true;
    }

    void giveBack(int sends, int receives) {
        sent.giveBack(sends);
        received.giveBack(receives);
    }

    void expect() {
        waiting.incrementAndGet();
    }

    void expectNoMore() {
        waiting.decrementAndGet();
    }

    /** Before sleeping. */
    void arm() throws IOException {
        received.arm();
        if (waiting.get() > 0) {
            sent.arm();
        }
    }

    /** Whether there are completions. */
    boolean fill() throws IOException {
        return received.fill() | sent.fill();
    }

    void close() throws IOException {
        sent.close();
        received.close();
    }
}
