package messenger.core;

import java.util.ArrayList;
import java.util.List;
import messenger.spi.support.TransportThread;

/**
 * What a thread sends while it hands on messages that arrived together: it goes to the network together as well, one call
 * for each link instead of one for each message. Confined to that thread.
 */
final class FlushBatch {
    private final List<Session> owing = new ArrayList<>(1);
    private Thread thread;

    /** The batch in which the caller sends, or null: transports that read on threads of another kind have none. */
    static FlushBatch current() {
        TransportThread caller = TransportThread.current();
        return caller == null ? null : (FlushBatch) caller.noted();
    }

    /** Has what {@code work} sends wait for {@link #end}. */
    void run(Runnable work) {
        TransportThread caller = TransportThread.current();
        thread = caller;
        if (caller == null) {
            work.run();
            return;
        }
        Object outer = caller.noted();
        caller.note(this);
        try {
            work.run();
        } finally {
            caller.note(outer);
        }
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
            owing.removeLast().sender().settleSoon();
        }
    }
}
