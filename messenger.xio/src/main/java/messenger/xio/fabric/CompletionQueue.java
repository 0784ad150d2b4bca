package messenger.xio.fabric;

import java.io.IOException;

/** What the worker thread of some queue pairs polls and waits for. All methods but {@link #wakeup} belong to it. */
public interface CompletionQueue extends AutoCloseable {
    /**
     * Handles what has come in: datagrams, completions, connection events. Handlers are called from within.
     *
     * @return how many events were handled
     */
    int poll() throws IOException;

    /**
     * Sleeps until there is something to {@link #poll}, or {@link #wakeup} was called since the last wait.
     *
     * @param nanos at most this long, negative for ever
     */
    void await(long nanos) throws IOException;

    /** Ends the present or the next {@link #await}. Any thread. */
    void wakeup();

    /** Ends the queue; its queue pairs are closed before. */
    @Override
    void close();
}
