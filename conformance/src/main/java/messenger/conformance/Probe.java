package messenger.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.Priority;
import messenger.api.SendResult;
import org.junit.jupiter.api.Assertions;

/**
 * A Dispatcher that takes everything, records it, and then does what the test wants. What it records can be read after the
 * dispatch, too.
 */
final class Probe implements Dispatcher {
    /** Type of messages that are dispatched ahead of the queue. */
    static final int FAST = 101;

    /** Type of the message that {@link #settle} sends to oneself. */
    private static final int MARKER = 0xfffe;

    /** Callbacks about connections. */
    enum Event {
        CONNECTED,
        ACCEPTED,
        RESET,
        REMOTE_RESET,
        REFUSED
    }

    private final String owner;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> fast = new LinkedBlockingQueue<>();
    private final Queue<Message> given = new ConcurrentLinkedQueue<>();
    private final Map<Event, BlockingQueue<Connection>> events = new EnumMap<>(Event.class);
    private final Map<Event, AtomicInteger> counts = new EnumMap<>(Event.class);
    private final Map<Event, Consumer<Connection>> reactions = new ConcurrentHashMap<>();
    private final Map<Long, CountDownLatch> markers = new ConcurrentHashMap<>();
    private final AtomicInteger dispatched = new AtomicInteger();
    private volatile boolean keep = true;
    private volatile Consumer<Message> onMessage = message -> {};
    private volatile Consumer<Message> onFast = message -> {};
    private volatile Consumer<Message> onPreprocess = message -> {};

    Probe(String owner) {
        this.owner = owner;
        for (Event event : Event.values()) {
            events.put(event, new LinkedBlockingQueue<>());
            counts.put(event, new AtomicInteger());
        }
    }

    /** Keeps no messages from now on, for tests with too many of them. */
    void discard() {
        keep = false;
    }

    /** What to do with each message once it is recorded. */
    void onMessage(Consumer<Message> handler) {
        onMessage = handler;
    }

    void onFast(Consumer<Message> handler) {
        onFast = handler;
    }

    void onPreprocess(Consumer<Message> handler) {
        onPreprocess = handler;
    }

    void on(Event event, Consumer<Connection> handler) {
        reactions.put(event, handler);
    }

    /** The next message in order of dispatch. */
    Message message() {
        return Await.take(messages, owner + " to be given a message after " + dispatched.get());
    }

    List<Message> messages(int count) {
        List<Message> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(message());
        }
        return taken;
    }

    /** The next messages carry these numbers: each once, in order, from {@code first} to below {@code end}. */
    void expectNumbers(int first, int end) {
        for (int expected = first; expected < end; expected++) {
            Message message = message();
            Assertions.assertEquals(
                    expected,
                    Content.number(message),
                    owner + ": number of seq " + message.header().seq());
        }
    }

    /** Nothing came that was not taken yet, of what has been dispatched: {@link #settle} first. */
    void expectNothingMore() {
        Message more = messages.peek();
        if (more != null) {
            Assertions.fail(owner + " was given a message of type " + more.type() + " too many, seq "
                    + more.header().seq());
        }
    }

    Message fast() {
        return Await.take(fast, owner + " to be given a fast message");
    }

    /** The connection of the next such event. */
    Connection event(Event event) {
        return Await.take(events.get(event), owner + " to be told " + event);
    }

    /** How often that was told, ever. */
    int count(Event event) {
        return counts.get(event).get();
    }

    void expectCount(int expected, Event event) {
        Assertions.assertEquals(expected, count(event), () -> owner + ": times " + event + " was told");
    }

    /** Gives up what handlers may have retained. */
    void releaseAll() {
        given.forEach(Message::release);
        given.clear();
    }

    /** Messages dispatched so far. */
    int dispatched() {
        return dispatched.get();
    }

    /** Waits until what is in the dispatch queue now has been dispatched. */
    void settle(Connection loopback) {
        long tid = System.nanoTime();
        CountDownLatch passed = new CountDownLatch(1);
        markers.put(tid, passed);
        Message marker = Message.builder(MARKER).tid(tid).priority(Priority.LOW).build();
        Assertions.assertEquals(SendResult.ACCEPTED, loopback.trySend(marker), owner + ": a message to itself");
        Await.until(owner + " to dispatch what is queued", () -> passed.getCount() == 0);
    }

    @Override
    public boolean dispatch(Message message) {
        if (message.type() == MARKER) {
            CountDownLatch passed = markers.remove(message.tid());
            if (passed != null) {
                passed.countDown();
            }
            return true;
        }
        dispatched.incrementAndGet();
        // read first, as whoever has got the message may set another
        Consumer<Message> handler = onMessage;
        if (keep) {
            given.add(message);
            messages.add(Kept.of(message));
        }
        handler.accept(message);
        return true;
    }

    @Override
    public boolean canFastDispatch(MessageHeader header) {
        return header.type() == FAST;
    }

    @Override
    public void fastDispatch(Message message) {
        Consumer<Message> handler = onFast;
        if (keep) {
            given.add(message);
            fast.add(Kept.of(message));
        }
        handler.accept(message);
    }

    @Override
    public void fastPreprocess(Message message) {
        onPreprocess.accept(message);
    }

    @Override
    public void connected(Connection connection) {
        record(Event.CONNECTED, connection);
    }

    @Override
    public void accepted(Connection connection) {
        record(Event.ACCEPTED, connection);
    }

    @Override
    public void reset(Connection connection) {
        record(Event.RESET, connection);
    }

    @Override
    public void remoteReset(Connection connection) {
        record(Event.REMOTE_RESET, connection);
    }

    @Override
    public void refused(Connection connection) {
        record(Event.REFUSED, connection);
    }

    private void record(Event event, Connection connection) {
        Consumer<Connection> reaction = reactions.get(event);
        counts.get(event).incrementAndGet();
        events.get(event).add(connection);
        if (reaction != null) {
            reaction.accept(connection);
        }
    }
}
