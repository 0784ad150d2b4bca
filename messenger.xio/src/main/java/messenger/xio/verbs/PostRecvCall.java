package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvRecvWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.SVCPostRecv;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Posts a chain of receive buffers. May be executed again, by one thread at a time. */
final class PostRecvCall extends SVCPostRecv {
    private final NativeQp qp;
    private final long requests;
    private final int count;
    private final long bad;

    PostRecvCall(NativeQp qp, List<IbvRecvWR> list) {
        this.qp = qp;
        count = list.size();
        int elements = list.stream().mapToInt(each -> each.getSg_list().size()).sum();
        requests = qp.allocate((long) count * Structs.RECV_SIZE + (long) elements * Structs.SGE_SIZE + 8);
        long element = requests + (long) count * Structs.RECV_SIZE;
        long request = requests;
        for (int i = 0; i < count; i++, request += Structs.RECV_SIZE) {
            IbvRecvWR each = list.get(i);
            NativeMemory.putLong(request + Structs.RECV_ID, each.getWr_id());
            NativeMemory.putLong(request + Structs.RECV_NEXT, i + 1 < count ? request + Structs.RECV_SIZE : 0);
            NativeMemory.putLong(request + Structs.RECV_LIST, element);
            NativeMemory.putInt(request + Structs.RECV_COUNT, each.getSg_list().size());
            for (IbvSge piece : each.getSg_list()) {
                write(element, piece);
                element += Structs.SGE_SIZE;
            }
        }
        bad = element;
    }

    static void write(long element, IbvSge piece) {
        NativeMemory.putLong(element + Structs.SGE_ADDRESS, piece.getAddr());
        NativeMemory.putInt(element + Structs.SGE_LENGTH, piece.getLength());
        NativeMemory.putInt(element + Structs.SGE_KEY, piece.getLkey());
    }

    @Override
    public SVCPostRecv execute() throws IOException {
        int errno = qp.path().postRecv(qp.pointer(), requests, bad);
        if (errno != 0) {
            throw NativeCall.failure("ibv_post_recv", errno);
        }
        return this;
    }

    @Override
    public RecvWRMod getWrMod(int index) {
        long request = requests + (long) Objects.checkIndex(index, count) * Structs.RECV_SIZE;
        return () -> NativeMemory.getLong(request + Structs.RECV_ID);
    }

    @Override
    public boolean isValid() {
        return qp.isOpen();
    }

    /** Does nothing: its memory goes with the queue pair. */
    @Override
    public SVCPostRecv free() {
        return this;
    }
}
