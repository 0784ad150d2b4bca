package messenger.examples.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.SendResult;

/** The load of one endpoint: takes and checks what arrives, answers requests, and sends on its sessions. Thread safe. */
final class Load implements Dispatcher {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LoadSettings settings;
    private final boolean back;
    private final Journal journal = new Journal();
    private final List<Flow> flows = new CopyOnWriteArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean ending;

    /**
     * A load without sessions yet.
     *
     * @param back whether it sends on the sessions that peers begin
     */
    Load(LoadSettings settings, boolean back) {
        this.settings = settings;
        this.back = back;
    }

    Journal journal() {
        return journal;
    }

    List<Flow> flows() {
        return flows;
    }

    /** Sends on a session from now on. */
    void send(Connection connection) {
        if (!ending) {
            Flow flow = new Flow(connection, settings, journal, numbers.getAndIncrement());
            flows.add(flow);
            flow.start();
        }
    }

    @Override
    public boolean dispatch(Message message) {
        if (!Frame.isOurs(message.type())) {
            return false;
        }
        if (message.type() == Frame.CLOSING) {
            message.connection().sendReply(message, Flow.verdict(message, journal));
            return true;
        }
        if (message.type() == Frame.FAREWELL) {
            message.retain();
            Thread.ofVirtual().start(() -> farewell(message));
            return true;
        }
        Frame frame = Frame.of(message);
        if (frame == null) {
            journal.complain("a message of type " + message.type() + " with a front of "
                    + message.front().remaining() + " bytes");
            return true;
        }
        journal.dispatched(frame, message);
        if (message.type() == Frame.REQUEST) {
            SendResult result = message.connection()
                    .sendReply(message, frame.message(Frame.REPLY).build());
            if (result != SendResult.ACCEPTED) {
                journal.complain("the reply to " + frame + " was not accepted: " + result);
            }
        }
        return true;
    }

    /** The peer wants to know whether it has everything that was sent on its session. */
    private void farewell(Message question) {
        List<String> wrong = new ArrayList<>();
        try {
            for (Flow flow : flows) {
                if (flow.connection() == question.connection()) {
                    flow.end();
                    String text = flow.verify(System.nanoTime() + PATIENCE.toNanos());
                    if (text != null) {
                        wrong.add(text);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            wrong.add("the peer was interrupted");
        }
        question.connection()
                .sendReply(
                        question,
                        Message.builder(Frame.REPLY)
                                .front(StandardCharsets.UTF_8.encode(String.join("; ", wrong)))
                                .build());
    }

    /** Has all peers end what they send, and ask whether it has arrived; what is wrong, one line for each. */
    List<String> askPeers() throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Flow flow : flows) {
            Message question = Message.builder(Frame.FAREWELL).build();
            try {
                Message answer = flow.connection()
                        .request(question, PATIENCE.multipliedBy(2))
                        .get();
                String text = StandardCharsets.UTF_8.decode(answer.front()).toString();
                if (!text.isEmpty()) {
                    wrong.add("from " + flow.connection().peerAddress() + ": " + text);
                }
            } catch (ExecutionException e) {
                wrong.add("from " + flow.connection().peerAddress() + ": " + e.getCause());
            }
        }
        return wrong;
    }

    @Override
    public void accepted(Connection connection) {
        if (back) {
            send(connection);
        }
    }

    @Override
    public void reset(Connection connection) {
        journal.complain("the session with " + connection.peerAddress() + " was reset");
    }

    @Override
    public void remoteReset(Connection connection) {
        journal.complain("the peer at " + connection.peerAddress() + " has lost the session");
    }

    /** Ends sending, without a word on what became of it. */
    void end() throws InterruptedException {
        ending = true;
        for (Flow flow : flows) {
            flow.end();
        }
    }

    /** Asks all peers what they have; what is wrong, one line for each. */
    List<String> verify(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<String> wrong = new ArrayList<>();
        for (Flow flow : flows) {
            String text = flow.verify(deadline);
            if (text != null) {
                wrong.add(flow.connection().peerAddress() + ": " + text);
            }
        }
        if (journal.wrong() != null) {
            wrong.add(journal.wrong());
        }
        return wrong;
    }

    /** How things stand. The worst gap is that since this was last asked. */
    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("sessions", flows.size());
        state.put("accepted", flows.stream().mapToLong(Flow::accepted).sum());
        state.put("answered", flows.stream().mapToLong(Flow::answered).sum());
        state.put("dispatched", journal.dispatched());
        state.put("bytes", journal.bytes());
        state.put("worstGapMillis", journal.takeWorstGap() / 1e6);
        state.put("wrong", journal.wrong() == null ? "" : journal.wrong());
        state.put("flows", flows.stream().map(Flow::describe).toList());
        return state;
    }
}
