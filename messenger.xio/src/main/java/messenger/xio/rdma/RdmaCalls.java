package messenger.xio.rdma;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import messenger.spi.LinkFault;
import messenger.spi.LinkFault.Kind;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.QueuePair;

/** What others call of a queue pair: sending, which has the lock of {@link SendBuffers}, and one-sided transfers. */
abstract class RdmaCalls implements QueuePair, ConnectionOwner {
    final RdmaQueue queue;
    final InetSocketAddress remote;
    /** Why it closes, or null while it does not. */
    final AtomicReference<LinkFault> fault = new AtomicReference<>();

    private final AtomicBoolean starving = new AtomicBoolean();
    /** What it has on its device, or null before and after. The worker writes it. */
    volatile Resources resources;

    RdmaCalls(RdmaQueue queue, InetSocketAddress remote) {
        this.queue = queue;
        this.remote = remote;
    }

    @Override
    public final RdmaQueue queue() {
        return queue;
    }

    @Override
    public final InetSocketAddress remote() {
        return remote;
    }

    /** Somebody waits until something has been sent; false if so already. */
    final boolean starve(Resources present) {
        boolean first = starving.compareAndSet(false, true);
        if (first) {
            present.completions().expect();
        }
        return first;
    }

    /** Whether somebody had been waiting. */
    final boolean noMoreStarving(Resources present) {
        boolean last = starving.compareAndSet(true, false);
        if (last) {
            present.completions().expectNoMore();
        }
        return last;
    }

    @Override
    public final ByteBuffer claim() {
        Resources present = resources;
        if (present == null || fault.get() != null) {
            return null;
        }
        try {
            ByteBuffer free = present.sends().claim();
            if (free == null && starve(present)) {
                // one may have become free before anybody knew that it is wanted
                free = present.sends().claim();
                if (free == null) {
                    queue.wakeup();
                } else {
                    noMoreStarving(present);
                }
            }
            return free;
        } catch (IOException e) {
            close(sendFault(e));
            return null;
        }
    }

    @Override
    public final void post(ByteBuffer claimed) {
        Resources present = resources;
        if (present != null && fault.get() == null) {
            present.sends().post(claimed);
        }
    }

    @Override
    public final void flush() {
        Resources present = resources;
        if (present != null && fault.get() == null) {
            try {
                present.sends().flush();
            } catch (IOException e) {
                close(sendFault(e));
            }
        }
    }

    private LinkFault sendFault(IOException e) {
        return new LinkFault(Kind.IO, "Sending to " + this + " failed: " + e.getMessage());
    }

    @Override
    public final long export(MemoryRegion region) {
        Resources present = resources;
        if (present == null) {
            return NO_KEY;
        }
        try {
            return Integer.toUnsignedLong(present.device().region(region).getRkey());
        } catch (IOException e) {
            queue.fabric().cannotExport(e);
            return NO_KEY;
        }
    }

    @Override
    public final boolean read(
            MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long transfer) {
        Resources present = resources;
        if (present == null || fault.get() != null) {
            return true;
        }
        try {
            return present.transfers().read(region, address, length, remoteAddress, key(remoteKey), transfer);
        } catch (IOException e) {
            close(new LinkFault(Kind.IO, "Reading from " + this + " failed: " + e.getMessage()));
            return true;
        }
    }

    private int key(long remoteKey) throws IOException {
        if (remoteKey >>> Integer.SIZE != 0) {
            throw new IOException("key " + remoteKey + " is not one of RDMA, which have 32 bits");
        }
        return (int) remoteKey;
    }

    @Override
    public final long admitWrites(MemoryRegion region, long address, int length) {
        Resources present = resources;
        if (present == null || fault.get() != null) {
            return NO_KEY;
        }
        try {
            return present.transfers().writable().admit(address, length);
        } catch (IOException e) {
            queue.fabric().cannotExport(e);
            return NO_KEY;
        }
    }

    @Override
    public final void refuseWrites(long key) {
        Resources present = resources;
        if (present != null) {
            present.transfers().writable().refuse(key);
        }
    }

    @Override
    public final boolean write(
            MemoryRegion region, long address, int length, long remoteAddress, long remoteKey, long transfer) {
        Resources present = resources;
        if (present == null || fault.get() != null) {
            return false;
        }
        try {
            boolean begun = present.transfers().write(region, address, length, remoteAddress, key(remoteKey), transfer);
            if (begun) {
                queue.wakeup();
            }
            return begun;
        } catch (IOException e) {
            close(sendFault(e));
            return false;
        }
    }

    @Override
    public final void close(LinkFault reason) {
        if (fault.compareAndSet(null, reason)) {
            queue.execute(this::beginClose);
        }
    }

    /** Has the worker close it. */
    abstract void beginClose();

    /** The peer. */
    @Override
    public String toString() {
        return remote.getAddress() == null
                ? remote.toString()
                : remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }
}
