package messenger.core;

import java.util.concurrent.atomic.AtomicReference;
import messenger.api.ReplyHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What core holds of a transport's reply hook: nothing once the link has closed. Thread safe. */
final class HookReference {
    private static final Logger LOG = LoggerFactory.getLogger(HookReference.class);

    private final AtomicReference<ReplyHook> hook;

    HookReference(ReplyHook hook) {
        this.hook = new AtomicReference<>(hook);
    }

    /** The hook, or null if it is gone. */
    ReplyHook get() {
        return hook.get();
    }

    boolean isGone() {
        return hook.get() == null;
    }

    /** Completes the hook if it is still there, and forgets it. */
    void complete() {
        ReplyHook last = hook.getAndSet(null);
        if (last != null) {
            try {
                last.complete();
            } catch (RuntimeException | Error e) {
                // neither dispatch nor the end of a link may depend on it
                LOG.error("a reply hook failed to complete", e);
            }
        }
    }
}
