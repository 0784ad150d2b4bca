package messenger.bench.ours;

import java.nio.ByteBuffer;
import messenger.api.Connection;
import messenger.api.Message;
import messenger.api.MessageBuffer;
import messenger.api.Messenger;
import messenger.api.SendResult;
import messenger.bench.system.Channel;
import messenger.bench.system.Payload;
import messenger.bench.system.Receiver;

/** A session. Small payloads travel as front, from the heap; large ones as data, in memory of the messenger. */
final class MessengerChannel implements Channel {
    private static final int TYPE = 1000;
    private static final int BULK = 16 << 10;

    private final Connection connection;
    private final Messenger messenger;
    private final Receiver receiver;
    private final int priority;
    private Message current;

    MessengerChannel(Connection connection, Messenger messenger, Receiver receiver, int priority) {
        this.connection = connection;
        this.messenger = messenger;
        this.receiver = receiver;
        this.priority = priority;
    }

    void received(Message message) {
        current = message;
        ByteBuffer front = message.front();
        receiver.received(this, front.hasRemaining() ? front : message.data());
    }

    @Override
    public void send(int length, Payload payload) {
        if (length < BULK) {
            ByteBuffer front = ByteBuffer.allocate(length);
            payload.writeTo(front);
            send(Message.builder(TYPE).priority(priority).front(front).build());
            return;
        }
        try (MessageBuffer buffer = messenger.buffer(length)) {
            ByteBuffer data = buffer.bytes();
            payload.writeTo(data);
            send(Message.builder(TYPE).priority(priority).data(data.clear()).build());
        }
    }

    @Override
    public void sendBack(ByteBuffer received) {
        send(current);
    }

    private void send(Message message) {
        SendResult result = connection.trySend(message);
        try {
            while (result == SendResult.BACK_PRESSURED) {
                result = connection.send(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the store was full", e);
        }
        if (result != SendResult.ACCEPTED) {
            throw new IllegalStateException("the session took no message: " + result);
        }
    }

    @Override
    public void flush() {
        // what was sent leaves by itself
    }
}
