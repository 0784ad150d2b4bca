package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvPd;
import com.ibm.disni.verbs.IbvQP;
import com.ibm.disni.verbs.IbvQPInitAttr;
import java.io.IOException;
import java.lang.foreign.Arena;

/** A queue pair. */
final class NativeQp extends IbvQP implements NativeObject {
    private final long pointer;
    private final DataPath path;
    /** Of the requests that are posted again and again; ends with the last of them. */
    private final Arena requests = Arena.ofAuto();

    NativeQp(NativeContext context, IbvPd domain, IbvQPInitAttr attributes, long pointer) throws IOException {
        super(NativeMemory.getInt(pointer + Structs.QP_NUMBER));
        this.pointer = pointer;
        this.context = context;
        pd = domain;
        send_cq = attributes.getSend_cq();
        recv_cq = attributes.getRecv_cq();
        qp_type = attributes.getQp_type();
        handle = NativeMemory.getInt(pointer + Structs.QP_HANDLE);
        path = context.path();
    }

    @Override
    public long pointer() {
        return pointer;
    }

    DataPath path() {
        return path;
    }

    /** Zeroed memory that lives as long as this object. */
    long allocate(long size) {
        return requests.allocate(size, 64).address();
    }
}
