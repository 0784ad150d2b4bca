package messenger.xio.rdma;

import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import java.util.LinkedList;
import java.util.List;

/**
 * One-sided transfers of a queue pair in one direction, which end in the order in which they began. One that is longer than
 * a message of the device may be takes several requests. One thread at a time begins them, the worker sees them end.
 */
final class OneSided {
    private final int kind;
    private final long base;
    private final int depth;
    private final int messageMax;
    private final long[] ids;
    private final SVCPostSend call;
    private volatile int begun;
    private volatile int ended;

    private OneSided(IbvQP qp, int opcode, int kind, int depth, int messageMax, long base) throws IOException {
        this.kind = kind;
        this.base = base;
        this.depth = depth;
        this.messageMax = messageMax;
        ids = new long[depth];
        LinkedList<IbvSge> pieces = new LinkedList<>();
        pieces.add(new IbvSge());
        IbvSendWR request = new IbvSendWR();
        request.setOpcode(opcode);
        request.setSg_list(pieces);
        call = qp.postSend(List.of(request), null);
    }

    /** Transfers from the peer's memory. */
    static OneSided reads(IbvQP qp, int depth, int messageMax, long base) throws IOException {
        return new OneSided(qp, IbvSendWR.IBV_WR_RDMA_READ, WorkIds.READ, depth, messageMax, base);
    }

    /** Transfers into the peer's memory. */
    static OneSided writes(IbvQP qp, int depth, int messageMax, long base) throws IOException {
        return new OneSided(qp, IbvSendWR.IBV_WR_RDMA_WRITE, WorkIds.WRITE, depth, messageMax, base);
    }

    /** @return false if too many are under way */
    boolean begin(int key, long address, int length, long remoteAddress, int remoteKey, long id) throws IOException {
        int parts = Math.ceilDiv(length, messageMax);
        if (parts > depth) {
            throw new IOException("A transfer of " + length + " bytes takes " + parts + " messages of the device's "
                    + messageMax + " bytes and only " + depth + " may be under way; transfer less at once");
        }
        if (begun - ended + parts > depth) {
            return false;
        }
        SVCPostSend.SendWRMod request = call.getWrMod(0);
        request.getSgeMod(0).setLkey(key);
        request.getRdmaMod().setRkey(remoteKey);
        for (int done = 0; done < length; ) {
            int part = Math.min(messageMax, length - done);
            boolean last = done + part == length;
            ids[Math.floorMod(begun++, depth)] = id;
            request.setWr_id(WorkIds.of(base, kind, begun));
            request.setSend_flags(last ? IbvSendWR.IBV_SEND_SIGNALED : 0);
            request.getSgeMod(0).setAddr(address + done);
            request.getSgeMod(0).setLength(part);
            request.getRdmaMod().setRemote_addr(remoteAddress + done);
            call.execute();
            done += part;
        }
        return true;
    }

    /** The transfer, whose last request has that number, has ended; answers its id. */
    long ended(int number) {
        int step = number - ended << 2 >> 2;
        ended += step;
        return ids[Math.floorMod(ended - 1, depth)];
    }

    boolean underWay() {
        return begun != ended;
    }

    void free() {
        call.free();
    }
}
