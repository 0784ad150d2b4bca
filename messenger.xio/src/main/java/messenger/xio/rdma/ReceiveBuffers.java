package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvMr;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvRecvWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.SVCPostRecv;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/**
 * Receive buffers of a queue pair. Datagrams fill them in turn; they are posted again by groups, so there are some more
 * than are promised to the peer. Belongs to the worker.
 */
final class ReceiveBuffers {
    private static final int GROUP_MAX = 8;

    private final int group;
    private final ByteBuffer[] slots;
    private final SVCPostRecv[] groups;

    ReceiveBuffers(IbvQP qp, IbvMr region, MemorySegment memory, int slotSize, int datagramMax, int depth, long base)
            throws IOException {
        group = group(depth);
        slots = new ByteBuffer[count(depth)];
        groups = new SVCPostRecv[slots.length / group];
        for (int i = 0; i < groups.length; i++) {
            List<IbvRecvWR> requests = new ArrayList<>();
            for (int slot = i * group; slot < (i + 1) * group; slot++) {
                MemorySegment bytes = memory.asSlice((long) slot * slotSize, datagramMax);
                slots[slot] = bytes.asByteBuffer();
                requests.add(request(bytes, region, WorkIds.of(base, WorkIds.RECEIVE, slot)));
            }
            groups[i] = qp.postRecv(requests, null);
            groups[i].execute();
        }
    }

    /** How many buffers there are for a number that is promised to the peer. */
    static int count(int depth) {
        int group = group(depth);
        return (depth + group - 1 + group - 1) / group * group;
    }

    private static int group(int depth) {
        return Math.clamp(depth / 4, 1, GROUP_MAX);
    }

    private static IbvRecvWR request(MemorySegment bytes, IbvMr region, long id) {
        IbvSge piece = new IbvSge();
        piece.setAddr(bytes.address());
        piece.setLength((int) bytes.byteSize());
        piece.setLkey(region.getLkey());
        LinkedList<IbvSge> pieces = new LinkedList<>();
        pieces.add(piece);
        IbvRecvWR request = new IbvRecvWR();
        request.setWr_id(id);
        request.setSg_list(pieces);
        return request;
    }

    ByteBuffer datagram(int slot, int length) {
        return slots[slot].clear().limit(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The buffer may be filled again. */
    void handled(int slot) throws IOException {
        if ((slot + 1) % group == 0) {
            groups[slot / group].execute();
        }
    }

    void free() {
        for (SVCPostRecv each : groups) {
            if (each != null) {
                each.free();
            }
        }
    }
}
