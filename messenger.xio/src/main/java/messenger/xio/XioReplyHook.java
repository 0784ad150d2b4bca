package messenger.xio;

import java.util.concurrent.atomic.AtomicBoolean;
import messenger.api.Message;
import messenger.api.ReplyHook;

/**
 * The way back of a request that came with room for its reply's data: has the data written there by one-sided transfer. The
 * reply itself goes with its session, in order and replayed like any message; by another link, or if it is larger than the
 * room, with its data.
 */
final class XioReplyHook implements ReplyHook {
    private final XioConnection link;
    private final long tid;
    private final DataPlace place;
    private final AtomicBoolean done = new AtomicBoolean();

    XioReplyHook(XioConnection link, long tid, DataPlace place) {
        this.link = link;
        this.tid = tid;
        this.place = place;
    }

    @Override
    public boolean reply(Message reply) {
        if (done.compareAndSet(false, true)) {
            link.replyComes(tid, place);
        }
        return false;
    }

    @Override
    public void complete() {
        if (done.compareAndSet(false, true)) {
            link.noReplyComes(tid);
        }
    }
}
