package messenger.bench.rival;

import java.nio.ByteBuffer;
import messenger.bench.system.Channel;
import messenger.bench.system.Payload;
import org.zeromq.ZMQ;

/** Sends by a PUSH socket, to which the arrays are handed over without a copy. */
final class JeroMqChannel implements Channel {
    private final ZMQ.Socket outgoing;

    JeroMqChannel(ZMQ.Socket outgoing) {
        this.outgoing = outgoing;
    }

    @Override
    public void send(int length, Payload payload) {
        byte[] message = new byte[length];
        payload.writeTo(ByteBuffer.wrap(message));
        send(message);
    }

    /** The array received belongs to the receiver. */
    @Override
    public void sendBack(ByteBuffer received) {
        send(received.array());
    }

    private void send(byte[] message) {
        if (!outgoing.send(message)) {
            throw new IllegalStateException("cannot send: error " + outgoing.errno());
        }
    }

    /** The I/O thread sends whatever is there, and gathers what comes meanwhile. */
    @Override
    public void flush() {}
}
