package messenger.itests;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import messenger.api.Dispatcher;
import messenger.api.Message;

/** Keeps messages, with their share of the throttles, until it is told to let go of them. */
final class Retaining implements Dispatcher {
    private final Queue<Message> retained = new ConcurrentLinkedQueue<>();

    @Override
    public boolean dispatch(Message message) {
        message.retain();
        return retained.add(message);
    }

    void release() {
        for (Message message = retained.poll(); message != null; message = retained.poll()) {
            message.release();
        }
    }
}
