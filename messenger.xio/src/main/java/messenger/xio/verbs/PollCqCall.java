package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvWC;
import com.ibm.disni.verbs.SVCPollCq;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Takes completions. May be executed again; belongs to one thread. */
final class PollCqCall extends SVCPollCq {
    private final Arena arena = Arena.ofShared();
    private final NativeCq queue;
    private final IbvWC[] completions;
    private final int count;
    private final long cells;
    private int polls;

    PollCqCall(NativeCq queue, IbvWC[] completions, int count) {
        this.queue = queue;
        this.completions = completions;
        this.count = count;
        MemorySegment memory = arena.allocate((long) count * Structs.WC_SIZE, 64);
        cells = memory.address();
    }

    @Override
    public SVCPollCq execute() throws IOException {
        polls = 0;
        int found = queue.path().pollCq(queue.pointer(), count, cells);
        if (found < 0) {
            throw new IOException("ibv_poll_cq failed: the completion queue has overrun, or its device is gone");
        }
        for (int i = 0; i < found; i++) {
            read(cells + (long) i * Structs.WC_SIZE, completions[i]);
        }
        polls = found;
        return this;
    }

    private static void read(long cell, IbvWC completion) {
        completion.setWr_id(NativeMemory.getLong(cell + Structs.WC_ID));
        completion.setStatus(NativeMemory.getInt(cell + Structs.WC_STATUS));
        completion.setOpcode(NativeMemory.getInt(cell + Structs.WC_OPCODE));
        completion.setVendor_err(NativeMemory.getInt(cell + Structs.WC_VENDOR_ERROR));
        completion.setByte_len(NativeMemory.getInt(cell + Structs.WC_LENGTH));
        completion.setQp_num(NativeMemory.getInt(cell + Structs.WC_QP_NUMBER));
    }

    @Override
    public int getPolls() {
        return polls;
    }

    @Override
    public boolean isValid() {
        return arena.scope().isAlive();
    }

    @Override
    public SVCPollCq free() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        return this;
    }
}
