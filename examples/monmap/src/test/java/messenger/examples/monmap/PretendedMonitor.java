package messenger.examples.monmap;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import messenger.api.Dispatcher;
import messenger.api.Message;

/** Answers types of messages with messages of given types and fronts, and notes what it was sent. */
final class PretendedMonitor implements Dispatcher {
    /** What it says. */
    record Answer(int type, ByteBuffer front) {}

    private final Map<Integer, List<Answer>> answers = new HashMap<>();
    volatile ByteBuffer lastAuth;

    PretendedMonitor answering(int type, Answer... what) {
        answers.put(type, List.of(what));
        return this;
    }

    @Override
    public boolean dispatch(Message message) {
        if (message.type() == MonitorMessages.AUTH) {
            lastAuth = message.front();
        }
        for (Answer answer : answers.getOrDefault(message.type(), List.of())) {
            message.connection()
                    .trySend(
                            Message.builder(answer.type()).front(answer.front()).build());
        }
        return true;
    }
}
