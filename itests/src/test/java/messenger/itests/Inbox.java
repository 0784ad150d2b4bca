package messenger.itests;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import messenger.api.Connection;
import messenger.api.Dispatcher;
import messenger.api.Message;

/** A Dispatcher that takes everything and hands it to the test. */
final class Inbox implements Dispatcher {
    /** Type of messages made by {@link #text}. */
    static final int TEXT = 4242;

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Connection> resets = new LinkedBlockingQueue<>();
    private final Supplier<String> around;

    /**
     * An empty one.
     *
     * @param around tells what is there when a message is waited for in vain
     */
    Inbox(Supplier<String> around) {
        this.around = around;
    }

    static Message text(String text) {
        return Message.builder(TEXT).front(StandardCharsets.UTF_8.encode(text)).build();
    }

    static String text(Message message) {
        return StandardCharsets.UTF_8.decode(message.front()).toString();
    }

    Message next() throws InterruptedException {
        return Await.take(messages, () -> "a message; " + around.get());
    }

    String nextText() throws InterruptedException {
        return text(next());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    boolean sawReset() {
        return !resets.isEmpty();
    }

    @Override
    public boolean dispatch(Message message) {
        return messages.add(message);
    }

    @Override
    public void reset(Connection connection) {
        resets.add(connection);
    }

    @Override
    public void remoteReset(Connection connection) {
        resets.add(connection);
    }
}
