package messenger.bench.ours;

import java.util.function.Supplier;
import messenger.api.Dispatcher;
import messenger.api.Message;
import messenger.api.MessageHeader;
import messenger.api.Messenger;
import messenger.bench.system.Receiver;

/** Hands what is dispatched to the receiver of its channel. */
final class Receiving implements Dispatcher {
    private final Delivery delivery;
    private final Supplier<Receiver> receivers;
    private Messenger messenger;

    Receiving(Delivery delivery, Supplier<Receiver> receivers) {
        this.delivery = delivery;
        this.receivers = receivers;
    }

    void messenger(Messenger newMessenger) {
        messenger = newMessenger;
    }

    @Override
    public boolean canFastDispatch(MessageHeader header) {
        return delivery == Delivery.FAST;
    }

    @Override
    public void fastDispatch(Message message) {
        dispatch(message);
    }

    @Override
    public boolean dispatch(Message message) {
        MessengerChannel channel = (MessengerChannel) message.connection().attachment();
        if (channel == null) {
            channel = new MessengerChannel(message.connection(), messenger, receivers.get(), message.priority());
            message.connection().attach(channel);
        }
        channel.received(message);
        return true;
    }
}
