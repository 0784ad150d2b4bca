package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/**
 * Send buffers of a queue pair, used in turn. Its lock is held while the queue pair is used for sending, and when it ends.
 * Datagrams are counted by numbers that wrap around.
 */
final class SendBuffers {
    /** Lengths of the prepared chains of requests. */
    private static final int[] CHAINS = {16, 8, 4, 2, 1};

    private final long base;
    private final int depth;
    private final int slotSize;
    private final long address;
    private final ByteBuffer[] slots;
    private final int[] lengths;
    private final SVCPostSend[] chains = new SVCPostSend[CHAINS.length];

    private int posted;
    private boolean claimed;
    private int handedOver;
    private boolean ended;
    private volatile int completed;

    SendBuffers(IbvQP qp, IbvMr region, MemorySegment memory, int slotSize, int datagramMax, long base)
            throws IOException {
        this.base = base;
        this.slotSize = slotSize;
        address = memory.address();
        depth = (int) (memory.byteSize() / slotSize);
        slots = new ByteBuffer[depth];
        lengths = new int[depth];
        for (int i = 0; i < depth; i++) {
            slots[i] = memory.asSlice((long) i * slotSize, datagramMax)
                    .asByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        for (int i = 0; i < CHAINS.length; i++) {
            chains[i] = prepare(qp, region, CHAINS[i]);
        }
    }

    private static SVCPostSend prepare(IbvQP qp, IbvMr region, int length) throws IOException {
        List<IbvSendWR> requests = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            IbvSge piece = new IbvSge();
            piece.setLkey(region.getLkey());
            LinkedList<IbvSge> pieces = new LinkedList<>();
            pieces.add(piece);
            IbvSendWR request = new IbvSendWR();
            request.setOpcode(IbvSendWR.IBV_WR_SEND);
            request.setSg_list(pieces);
            requests.add(request);
        }
        return qp.postSend(requests, null);
    }

    /** A free buffer, or null. */
    synchronized ByteBuffer claim() throws IOException {
        if (ended) {
            return null;
        }
        if (posted - completed == depth) {
            // what nobody has flushed would never complete
            flush();
            return null;
        }
        ByteBuffer slot = slots[Math.floorMod(posted, depth)];
        if (!claimed) {
            claimed = true;
            slot.clear();
        }
        return slot;
    }

    synchronized void post(ByteBuffer filled) {
        if (!ended) {
            int slot = Math.floorMod(posted, depth);
            if (!claimed || filled != slots[slot]) {
                throw new IllegalArgumentException("This is not the buffer that was claimed last");
            }
            lengths[slot] = filled.position();
            claimed = false;
            posted++;
        }
    }

    /** Hands everything that was posted over to the device. The last of it is reported when it has been sent. */
    synchronized void flush() throws IOException {
        for (int chain = 0; !ended && handedOver != posted; ) {
            if (CHAINS[chain] > posted - handedOver) {
                chain++;
            } else {
                send(chains[chain], CHAINS[chain]);
            }
        }
    }

    private void send(SVCPostSend chain, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            int slot = Math.floorMod(handedOver, depth);
            SVCPostSend.SendWRMod request = chain.getWrMod(i);
            handedOver++;
            request.setWr_id(WorkIds.of(base, WorkIds.SEND, handedOver));
            request.setSend_flags(handedOver == posted ? IbvSendWR.IBV_SEND_SIGNALED : 0);
            SVCPostSend.SgeMod piece = request.getSgeMod(0);
            piece.setAddr(address + (long) slot * slotSize);
            piece.setLength(lengths[slot]);
        }
        chain.execute();
    }

    /** A request that comes after what was posted. */
    interface Request {
        boolean begin() throws IOException;
    }

    /** Has a request handed over after everything that was posted; false if the queue pair has ended or it says so. */
    synchronized boolean inOrder(Request request) throws IOException {
        flush();
        return !ended && request.begin();
    }

    /** The worker has seen that all datagrams up to a number have been sent. */
    void completed(int number) {
        // the upper bits, which are not in the number, follow from what was completed before
        int step = number - completed << 2 >> 2;
        completed += step;
    }

    /** Whether there are datagrams of which it is not known that they have been sent. */
    synchronized boolean underWay() {
        return !ended && posted != completed;
    }

    synchronized boolean full() {
        return posted - completed == depth;
    }

    /** Before the queue pair ends: nothing is handed to it any more. */
    synchronized void end() {
        ended = true;
    }

    void free() {
        for (SVCPostSend chain : chains) {
            chain.free();
        }
    }
}
