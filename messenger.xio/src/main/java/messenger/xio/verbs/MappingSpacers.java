package messenger.xio.verbs;

import com.ibm.disni.verbs.IbvContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * One {@link MappingSpacer} for each context of a siw device, before the first queue is made on it and until the last one
 * has ended: librdmacm has one context of a device for the whole process, whoever uses it. Thread safe.
 */
final class MappingSpacers {
    private static final class Held {
        private final MappingSpacer spacer;
        private int users;

        private Held(MappingSpacer spacer) {
            this.spacer = spacer;
        }
    }

    private final Map<Long, Held> contexts = new HashMap<>();

    /** Somebody is about to make queues on a context. */
    synchronized void acquire(long key, IbvContext context) throws IOException {
        Held held = contexts.get(key);
        if (held == null) {
            held = new Held(new MappingSpacer(context));
            contexts.put(key, held);
        }
        held.users++;
    }

    /** All queues of one that acquired it have ended. */
    synchronized void release(long key) {
        Held held = contexts.get(key);
        if (--held.users == 0) {
            contexts.remove(key);
            held.spacer.close();
        }
    }
}
