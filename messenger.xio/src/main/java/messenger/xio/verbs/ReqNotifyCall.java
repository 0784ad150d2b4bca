package messenger.xio.verbs;

import com.ibm.disni.verbs.SVCReqNotify;
import java.io.IOException;

/** Asks for an event at the next completion. May be executed again. */
final class ReqNotifyCall extends SVCReqNotify {
    private final NativeCq queue;
    private final boolean solicitedOnly;

    ReqNotifyCall(NativeCq queue, boolean solicitedOnly) {
        this.queue = queue;
        this.solicitedOnly = solicitedOnly;
    }

    @Override
    public SVCReqNotify execute() throws IOException {
        int errno = queue.path().reqNotify(queue.pointer(), solicitedOnly);
        if (errno != 0) {
            throw NativeCall.failure("ibv_req_notify_cq", errno);
        }
        return this;
    }

    @Override
    public boolean isValid() {
        return queue.isOpen();
    }

    @Override
    public SVCReqNotify free() {
        return this;
    }
}
