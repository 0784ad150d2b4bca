package messenger.spi.support;

/**
 * A thread of a transport, on which core must not wait. Core notes on it what it is in the middle of, so that nothing has to
 * be looked up for each message.
 */
public final class TransportThread extends Thread {
    private Object noted;

    TransportThread(String name, Runnable task) {
        super(null, task, name, 0, false);
        setDaemon(true);
        setContextClassLoader(null);
    }

    /** The calling thread, if it is one; else null. */
    public static TransportThread current() {
        return Thread.currentThread() instanceof TransportThread own ? own : null;
    }

    /** Notes something, or nothing any more with null; by the thread itself. */
    public void note(Object what) {
        noted = what;
    }

    /** What was noted last; by the thread itself. */
    public Object noted() {
        return noted;
    }
}
