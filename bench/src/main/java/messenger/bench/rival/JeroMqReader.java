package messenger.bench.rival;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import messenger.bench.system.Receiver;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.ZError;

/** Reads a PULL socket on a thread of its own until the context is terminated. */
final class JeroMqReader {
    private final ZMQ.Socket incoming;
    private final JeroMqChannel channel;
    private final Supplier<Receiver> receivers;

    JeroMqReader(ZMQ.Socket incoming, JeroMqChannel channel, Supplier<Receiver> receivers) {
        this.incoming = incoming;
        this.channel = channel;
        this.receivers = receivers;
    }

    void start() {
        Thread.ofPlatform().name("jeromq-reader").daemon().start(this::read);
    }

    private void read() {
        try (incoming) {
            byte[] message = incoming.recv();
            Receiver receiver = receivers.get();
            while (message != null) {
                receiver.received(channel, ByteBuffer.wrap(message));
                message = incoming.recv();
            }
        } catch (ZMQException e) {
            if (e.getErrorCode() != ZError.ETERM) {
                throw e;
            }
        }
    }
}
