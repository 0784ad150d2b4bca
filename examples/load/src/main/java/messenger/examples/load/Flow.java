package messenger.examples.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.NotSentException;
import messenger.api.Priority;
import messenger.api.SendResult;
import messenger.api.dto.SessionDTO;

/** The sending half of the load on one session, on a thread of its own: numbers what the session accepts. */
final class Flow {
    /** A request that is not answered in this time is lost. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration TURN = Duration.ofMillis(100);
    private static final int MOST_PENDING = 64;
    private static final int[] PRIORITIES = {Priority.DEFAULT, Priority.LOW, Priority.HIGH};

    /** Behind all others in the receiver's queue. */
    private static final int CLOSING_PRIORITY = Priority.LOW - 1;

    private final Connection connection;
    private final LoadSettings settings;
    private final Journal journal;
    private final Random random;
    private final long id = ThreadLocalRandom.current().nextLong();
    private final AtomicLong[] accepted = {new AtomicLong(), new AtomicLong(), new AtomicLong()};
    private final AtomicLong answered = new AtomicLong();
    private final Semaphore pending = new Semaphore(MOST_PENDING);
    private final Thread thread;
    private volatile boolean enough;
    private volatile String failure;

    Flow(Connection connection, LoadSettings settings, Journal journal, long number) {
        this.connection = connection;
        this.settings = settings;
        this.journal = journal;
        this.random = new Random(settings.seed() + number);
        this.thread = Thread.ofPlatform()
                .name("messenger-load-" + connection.peerName() + "-" + number)
                .daemon()
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Connection connection() {
        return connection;
    }

    long accepted() {
        long sum = 0;
        for (AtomicLong each : accepted) {
            sum += each.get();
        }
        return sum;
    }

    long answered() {
        return answered.get();
    }

    /** Why it ended early, or null. */
    String failure() {
        return failure;
    }

    private void run() {
        try {
            long begin = System.nanoTime();
            while (!enough) {
                pace(begin);
                send();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e.toString();
        }
    }

    private void pace(long begin) {
        if (settings.rate() > 0) {
            long due = begin + accepted() * 1_000_000_000L / settings.rate();
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    private void send() throws InterruptedException {
        int which = random.nextInt(10) < 8 ? 0 : 1 + random.nextInt(2);
        boolean request = random.nextInt(100) < settings.requests();
        Frame frame = new Frame(id, accepted[which].get() + 1, size());
        if (request) {
            request(frame, which);
        } else {
            oneWay(frame, which);
        }
    }

    /** Small ones mostly, and now and then one of any size. */
    private int size() {
        int choice = random.nextInt(1000);
        int most = choice < 3 ? settings.maxSize() : choice < 50 ? 64 << 10 : 1000;
        return random.nextInt(Math.min(most, settings.maxSize()) + 1);
    }

    private void oneWay(Frame frame, int which) throws InterruptedException {
        Message message =
                frame.message(Frame.ONE_WAY).priority(PRIORITIES[which]).build();
        SendResult result = SendResult.BACK_PRESSURED;
        while (result == SendResult.BACK_PRESSURED && !enough) {
            result = connection.send(message, TURN);
        }
        if (result == SendResult.ACCEPTED) {
            accepted[which].incrementAndGet();
        } else if (result == SendResult.CLOSED) {
            throw new IllegalStateException("the session with " + connection.peerAddress() + " has ended");
        }
    }

    private void request(Frame frame, int which) throws InterruptedException {
        pending.acquire();
        CompletableFuture<Message> reply = connection.request(
                frame.message(Frame.REQUEST).priority(PRIORITIES[which]).build(), PATIENCE);
        if (reply.isCompletedExceptionally() && reply.exceptionNow() instanceof NotSentException) {
            pending.release();
            LockSupport.parkNanos(1_000_000);
            return;
        }
        accepted[which].incrementAndGet();
        reply.whenComplete((message, thrown) -> {
            if (thrown != null) {
                journal.complain("the request " + frame + " was not answered: " + thrown);
            } else if (!frame.equals(Frame.of(message)) || !frame.matches(message.data())) {
                journal.complain("the reply to " + frame + " has the wrong content");
            } else {
                answered.incrementAndGet();
            }
            pending.release();
        });
    }

    /** Sends nothing more. */
    void end() throws InterruptedException {
        enough = true;
        thread.join();
    }

    /**
     * Waits until the peer has everything, and asks it.
     *
     * @return null if it has dispatched everything that was accepted, else what is wrong
     */
    String verify(long deadline) throws InterruptedException {
        if (failure != null) {
            return failure;
        }
        while (isBusy()) {
            if (System.nanoTime() > deadline) {
                return "not everything got across in time: " + connection.state();
            }
            LockSupport.parkNanos(1_000_000);
        }
        ByteBuffer front =
                ByteBuffer.allocate((1 + PRIORITIES.length * 2) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        front.putLong(id);
        for (int i = 0; i < PRIORITIES.length; i++) {
            front.putLong(PRIORITIES[i]).putLong(accepted[i].get());
        }
        Message closing = Message.builder(Frame.CLOSING)
                .priority(CLOSING_PRIORITY)
                .front(front.flip())
                .build();
        try {
            Message verdict = connection.request(closing, PATIENCE).get();
            String text = StandardCharsets.UTF_8.decode(verdict.front()).toString();
            return text.isEmpty() ? null : text;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return cause instanceof TimeoutException
                    ? "the peer does not say what it has within " + PATIENCE
                    : cause.toString();
        }
    }

    private boolean isBusy() {
        SessionDTO state = connection.state();
        return pending.availablePermits() < MOST_PENDING || state.queued + state.unacknowledged > 0;
    }

    /** The answer to the question that {@link #verify} asks. */
    static Message verdict(Message closing, Journal journal) {
        ByteBuffer front = closing.front().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long flow = front.getLong();
        StringBuilder text = new StringBuilder();
        while (front.hasRemaining()) {
            int priority = (int) front.getLong();
            long sent = front.getLong();
            long last = journal.last(flow, priority);
            if (last != sent) {
                text.append("of ")
                        .append(sent)
                        .append(" messages of priority ")
                        .append(priority)
                        .append(", the last one dispatched was ")
                        .append(last)
                        .append("; ");
            }
        }
        return Message.builder(Frame.REPLY)
                .front(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    /** For displays. */
    Map<String, Object> describe() {
        SessionDTO state = connection.state();
        return Map.of(
                "peer", state.peerName,
                "link", state.link == null ? "-" : state.link.transport,
                "state", state.state,
                "swaps", state.swaps,
                "accepted", accepted());
    }
}
