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
     * Flushes the session's link at the end.
     *
     * @return false on other threads, which must flush it themselves
     */
    boolean defer(Session session) {
        if (thread != Thread.currentThread()) {
            return false;
        }
        if (!owing.contains(session)) {
            owing.add(session);
        }
        return true;
    }

    void end() {
        if (owing.isEmpty()) {
            return;
        }
        for (Session session : List.copyOf(owing)) {
            session.post(session.sender()::flush);
        }
        owing.clear();
    }
}
