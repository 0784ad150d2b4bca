package messenger.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;

/** A Dispatcher that writes down what it is told, and takes every message. */
final class DispatchLog implements Dispatcher {
    private final List<String> lines = new ArrayList<>();
    private volatile Consumer<Message> then = message -> {};

    synchronized List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    synchronized void add(String line) {
        lines.add(line);
    }

    /** Has every message go there as well. */
    void onMessage(Consumer<Message> task) {
        then = task;
    }

    static String text(Message message) {
        return StandardCharsets.UTF_8.decode(message.front()).toString();
    }

    @Override
    public boolean dispatch(Message message) {
        add(text(message));
        then.accept(message);
        return true;
    }

    @Override
    public void connected(Connection connection) {
        add("connected");
    }

    @Override
    public void accepted(Connection connection) {
        add("accepted");
    }

    @Override
    public void reset(Connection connection) {
        add("reset");
    }

    @Override
    public void remoteReset(Connection connection) {
        add("remote reset");
    }

    @Override
    public void refused(Connection connection) {
        add("refused");
    }
}
