package messenger.bench.rival;

import java.util.function.Supplier;
import messenger.bench.system.Channel;
import messenger.bench.system.MessagingSystem;
import messenger.bench.system.Receiver;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * JeroMQ over TCP on loopback, with its defaults: PUSH and PULL each way, since a socket is for one thread. One channel
 * only.
 */
public final class JeroMqSystem implements MessagingSystem {
    private static final String HOST = "tcp://127.0.0.1";
    private static final int LINGER_MILLIS = 1000;

    private static final int MOST_MESSAGES = 1000;
    private static final int FEWEST_MESSAGES = 8;
    private static final int MOST_BYTES = 64 << 20;

    private final ZMQ.Context context = ZMQ.context(1);
    private final int highWaterMark;
    private ZMQ.Socket outgoing;

    /** For messages of so many bytes: queues are bounded by messages only, and the heap has to hold them. */
    public JeroMqSystem(int length) {
        highWaterMark = Math.clamp(MOST_BYTES / length, FEWEST_MESSAGES, MOST_MESSAGES);
    }

    @Override
    public String listen(Supplier<Receiver> receivers) {
        outgoing = socket(SocketType.PUSH);
        int responses = outgoing.bindToRandomPort(HOST);
        ZMQ.Socket incoming = socket(SocketType.PULL);
        int requests = incoming.bindToRandomPort(HOST);
        new JeroMqReader(incoming, new JeroMqChannel(outgoing), receivers).start();
        return requests + ":" + responses;
    }

    @Override
    public Channel connect(String address, Receiver receiver) {
        if (outgoing != null) {
            throw new UnsupportedOperationException("there is one pipeline each way, hence one channel only");
        }
        String[] ports = address.split(":", -1);
        outgoing = socket(SocketType.PUSH);
        connect(outgoing, ports[0]);
        ZMQ.Socket incoming = socket(SocketType.PULL);
        connect(incoming, ports[1]);
        JeroMqChannel channel = new JeroMqChannel(outgoing);
        new JeroMqReader(incoming, channel, () -> receiver).start();
        return channel;
    }

    private ZMQ.Socket socket(SocketType type) {
        ZMQ.Socket socket = context.socket(type);
        socket.setLinger(LINGER_MILLIS);
        socket.setHWM(highWaterMark);
        // messages of any size are byte arrays, which are lent without a copy
        socket.setMsgAllocationHeapThreshold(0);
        return socket;
    }

    private static void connect(ZMQ.Socket socket, String port) {
        if (!socket.connect(HOST + ':' + port)) {
            throw new IllegalStateException("cannot connect to port " + port + ": error " + socket.errno());
        }
    }

    @Override
    public void close() {
        if (outgoing != null) {
            outgoing.close();
        }
        // ends the reader, which closes its socket, and waits for that
        context.term();
    }
}
