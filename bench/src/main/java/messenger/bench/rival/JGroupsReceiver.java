package messenger.bench.rival;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import messenger.bench.system.Receiver;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.util.MessageBatch;

/** Makes a channel to the other member when it has joined, and hands on what it sends. */
final class JGroupsReceiver implements org.jgroups.Receiver {
    private final JChannel member;
    private final Supplier<Receiver> receivers;
    private final CompletableFuture<JGroupsChannel> joined = new CompletableFuture<>();
    private JGroupsChannel channel;
    private Receiver receiver;

    JGroupsReceiver(JChannel member, Supplier<Receiver> receivers) {
        this.member = member;
        this.receivers = receivers;
    }

    JGroupsChannel awaitChannel(long millis) throws Exception {
        try {
            return joined.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no other member has been found", e);
        }
    }

    @Override
    public void viewAccepted(View view) {
        for (Address address : view.getMembers()) {
            if (!address.equals(member.getAddress()) && !joined.isDone()) {
                receiver = receivers.get();
                channel = new JGroupsChannel(member, address);
                joined.complete(channel);
            }
        }
    }

    @Override
    public void receive(Message message) {
        // a unicast may overtake the view
        JGroupsChannel from = channel != null ? channel : joined.join();
        receiver.received(from, ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength()));
    }

    /** What is sent meanwhile, the bundler sends together. */
    @Override
    public void receive(MessageBatch batch) {
        for (Message message : batch) {
            receive(message);
        }
    }
}
