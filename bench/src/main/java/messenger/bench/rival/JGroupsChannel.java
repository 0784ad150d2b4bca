package messenger.bench.rival;

import java.nio.ByteBuffer;
import messenger.bench.system.Channel;
import messenger.bench.system.Payload;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;

/** Sends unicasts to the other member, to which the arrays are handed over without a copy. */
final class JGroupsChannel implements Channel {
    private final JChannel member;
    private final Address peer;

    JGroupsChannel(JChannel member, Address peer) {
        this.member = member;
        this.peer = peer;
    }

    @Override
    public void send(int length, Payload payload) {
        byte[] content = new byte[length];
        payload.writeTo(ByteBuffer.wrap(content));
        send(content, 0, length);
    }

    /** The array received is the message's own. */
    @Override
    public void sendBack(ByteBuffer received) {
        send(received.array(), received.arrayOffset() + received.position(), received.remaining());
    }

    private void send(byte[] content, int offset, int length) {
        try {
            member.send(new BytesMessage(peer, content, offset, length));
        } catch (Exception e) {
            throw new IllegalStateException("cannot send to " + peer, e);
        }
    }

    /** The bundler sends whatever is there, and gathers what comes meanwhile. */
    @Override
    public void flush() {}
}
