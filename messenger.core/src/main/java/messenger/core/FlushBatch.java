package messenger.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What a thread sends while it hands on messages that arrived together: it goes to the network together as well, one call
 * for each link instead of one for each message. Confined to that thread.
 */
final class FlushBatch {
    private static final ScopedValue<FlushBatch> CURRENT = ScopedValue.newInstance();

    private final List<Session> owing = new ArrayList<>(1);
    private final ScopedValue.Carrier inBatch = ScopedValue.where(CURRENT, this);
    private Thread thread;

    /** The batch in which the caller sends, or null. */
    static FlushBatch current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** Has what {@code work} sends wait for {@link #end}. */
    void run(Runnable work) {
        thread = Thread.currentThread();
        inBatch.run(work);
    }

    /**
     * Has the session flush its link at the end; the session says so once.
     *
     * @return false on other threads, which must flush it themselves
     */
    boolean defer(Session session) {
        if (thread != Thread.currentThread()) {
            return false;
        }
        owing.add(session);
        return true;
    }

    /** Takes a session out, which flushes by itself; says whether it was to. */
    boolean remove(Session session) {
        return !owing.isEmpty() && owing.remove(session);
    }

    void end() {
        while (!owing.isEmpty()) {
            owing.removeLast().sender().settleSoon(true);
        }
    }
}
