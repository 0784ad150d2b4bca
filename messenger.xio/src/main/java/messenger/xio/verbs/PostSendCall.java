package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvSendWR;
import com.ibm.disni.verbs.IbvSge;
import com.ibm.disni.verbs.SVCPostSend;
import java.io.IOException;
import java.util.List;

/** Posts a chain of send, read or write requests. May be changed and executed again, by one thread at a time. */
final class PostSendCall extends SVCPostSend {
    private final NativeQp qp;
    private final long requests;
    private final long bad;
    private final SendRequest[] views;

    PostSendCall(NativeQp qp, List<IbvSendWR> list) {
        this.qp = qp;
        int count = list.size();
        int elements = list.stream().mapToInt(each -> each.getSg_list().size()).sum();
        requests = qp.allocate((long) count * Structs.SEND_SIZE + (long) elements * Structs.SGE_SIZE + 8);
        views = new SendRequest[count];
        long element = requests + (long) count * Structs.SEND_SIZE;
        long request = requests;
        for (int i = 0; i < count; i++, request += Structs.SEND_SIZE) {
            IbvSendWR each = list.get(i);
            int pieces = each.getSg_list().size();
            NativeMemory.putLong(request + Structs.SEND_ID, each.getWr_id());
            NativeMemory.putLong(request + Structs.SEND_NEXT, i + 1 < count ? request + Structs.SEND_SIZE : 0);
            NativeMemory.putLong(request + Structs.SEND_LIST, element);
            NativeMemory.putInt(request + Structs.SEND_COUNT, pieces);
            NativeMemory.putInt(request + Structs.SEND_OPCODE, each.getOpcode());
            NativeMemory.putInt(request + Structs.SEND_FLAGS, each.getSend_flags());
            NativeMemory.putLong(
                    request + Structs.SEND_REMOTE_ADDRESS, each.getRdma().getRemote_addr());
            NativeMemory.putInt(
                    request + Structs.SEND_REMOTE_KEY, each.getRdma().getRkey());
            views[i] = new SendRequest(request, element, pieces);
            for (IbvSge piece : each.getSg_list()) {
                PostRecvCall.write(element, piece);
                element += Structs.SGE_SIZE;
            }
        }
        bad = element;
    }

    @Override
    public SVCPostSend execute() throws IOException {
        int errno = qp.path().postSend(qp.pointer(), requests, bad);
        if (errno != 0) {
            throw NativeCall.failure("ibv_post_send", errno);
        }
        return this;
    }

    @Override
    public SendWRMod getWrMod(int index) {
        return views[index];
    }

    @Override
    public boolean isValid() {
        return qp.isOpen();
    }

    /** Does nothing: its memory goes with the queue pair. */
    @Override
    public SVCPostSend free() {
        return this;
    }
}
