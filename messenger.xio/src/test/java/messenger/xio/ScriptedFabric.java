package messenger.xio;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.Device;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;

/** A network on which the test is everybody else: nothing happens on it but what the test says. */
final class ScriptedFabric implements Fabric {
    static final int LISTENING = 6900;
    static final int CONNECTING = 50_000;

    /** Queue pairs that the messenger has made, by dialling or by accepting. */
    final List<ScriptedPair> pairs = new CopyOnWriteArrayList<>();

    private final List<ScriptedQueue> queues = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private record Listener(
            ScriptedFabric fabric, ScriptedQueue queue, InetSocketAddress address, Consumer<IncomingConnection> taker)
            implements FabricListener {
        @Override
        public void close() {
            fabric.listeners.remove(this);
        }
    }

    /** A connection that the test asks for, and what became of it. */
    final class Incoming implements IncomingConnection {
        private final byte[] request;
        /** What the messenger said to it, or null so far. */
        private volatile byte[] answer;
        /** Null if it was refused. */
        private volatile ScriptedPair pair;

        private Incoming(byte[] request) {
            this.request = request;
        }

        byte[] answer() {
            return answer;
        }

        ScriptedPair pair() {
            return pair;
        }

        @Override
        public ByteBuffer privateData() {
            return ByteBuffer.wrap(request);
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress("127.0.0.1", CONNECTING);
        }

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress("127.0.0.1", LISTENING);
        }

        @Override
        public QueuePair accept(
                CompletionQueue queue, QueueSettings settings, ByteBuffer privateData, QueuePairHandler handler) {
            answer = bytes(privateData);
            pair = new ScriptedPair((ScriptedQueue) queue, settings, answer, handler, local(), remote());
            pairs.add(pair);
            return pair;
        }

        @Override
        public void reject(ByteBuffer privateData) {
            answer = bytes(privateData);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer.remaining() > PRIVATE_DATA_MAX) {
            throw new AssertionError("private data of " + buffer.remaining() + " bytes");
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    /** Asks to connect; what the messenger makes of it is known when this returns. */
    Incoming ask(byte[] privateData) throws InterruptedException {
        Incoming incoming = new Incoming(privateData);
        Listener listener = listeners.getFirst();
        listener.queue().push(() -> listener.taker().accept(incoming));
        settle();
        return incoming;
    }

    /** Waits until everything has happened that was caused so far. */
    void settle() throws InterruptedException {
        // what one worker posts to another is done in the second round
        for (int round = 0; round < 2; round++) {
            for (ScriptedQueue queue : queues) {
                queue.settle();
            }
        }
    }

    /** Has every worker look around. */
    void wake() {
        queues.forEach(ScriptedQueue::wakeup);
    }

    /** Has everything that is pushed from now on be reported together, at {@link #release}. */
    void gather() {
        queues.forEach(ScriptedQueue::gather);
    }

    void release() {
        queues.forEach(ScriptedQueue::release);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public CompletionQueue open(String name) {
        ScriptedQueue queue = new ScriptedQueue();
        queues.add(queue);
        return queue;
    }

    @Override
    public FabricListener listen(CompletionQueue queue, InetSocketAddress address, Consumer<IncomingConnection> taker) {
        Listener listener = new Listener(
                this, (ScriptedQueue) queue, new InetSocketAddress(address.getAddress(), LISTENING), taker);
        listeners.add(listener);
        return listener;
    }

    @Override
    public QueuePair connect(
            CompletionQueue queue,
            InetSocketAddress address,
            QueueSettings settings,
            ByteBuffer privateData,
            QueuePairHandler handler) {
        ScriptedPair pair = new ScriptedPair(
                (ScriptedQueue) queue,
                settings,
                bytes(privateData),
                handler,
                new InetSocketAddress("127.0.0.1", CONNECTING),
                address);
        pairs.add(pair);
        return pair;
    }

    @Override
    public List<Device> devices() {
        return List.of();
    }

    @Override
    public void close() {
        List<String> left = new ArrayList<>();
        listeners.forEach(listener -> left.add("listener"));
        pairs.stream().filter(pair -> !pair.isClosed()).forEach(pair -> left.add("queue pair"));
        queues.stream().filter(queue -> !queue.isClosed()).forEach(queue -> left.add("queue"));
        if (!left.isEmpty()) {
            throw new AssertionError("left open: " + left);
        }
        closed = true;
    }
}
