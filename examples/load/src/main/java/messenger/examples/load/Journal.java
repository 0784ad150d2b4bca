package messenger.examples.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import messenger.api.Message;

/** What has been dispatched, of all flows, and the first thing that was wrong with it. Thread safe. */
final class Journal {
    private record Stream(long flow, int priority) {}

    private final Map<Stream, AtomicLong> last = new ConcurrentHashMap<>();
    private final AtomicLong dispatched = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<String> wrong = new AtomicReference<>();
    private volatile long latest;
    private volatile long worstGap;

    /** A message has been dispatched; called by one thread at a time. */
    void dispatched(Frame frame, Message message) {
        long now = System.nanoTime();
        if (latest != 0) {
            worstGap = Math.max(worstGap, now - latest);
        }
        latest = now;
        AtomicLong number = last.computeIfAbsent(new Stream(frame.flow(), message.priority()), key -> new AtomicLong());
        long expected = number.get() + 1;
        if (frame.number() != expected) {
            complain(frame + ", priority " + message.priority() + ", was dispatched instead of " + expected);
        } else if (!frame.matches(message.data())) {
            complain(frame + " has the wrong content");
        }
        number.set(frame.number());
        dispatched.incrementAndGet();
        bytes.addAndGet(frame.size());
    }

    void complain(String what) {
        wrong.compareAndSet(null, what);
    }

    /** The number of the last message of a flow and priority. */
    long last(long flow, int priority) {
        AtomicLong number = last.get(new Stream(flow, priority));
        return number == null ? 0 : number.get();
    }

    long dispatched() {
        return dispatched.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** The first thing that went wrong, or null. */
    String wrong() {
        return wrong.get();
    }

    /** The longest time without a dispatch since this was last asked, up to now, in nanoseconds. */
    long takeWorstGap() {
        long gap = Math.max(worstGap, latest == 0 ? 0 : System.nanoTime() - latest);
        worstGap = 0;
        return gap;
    }
}
