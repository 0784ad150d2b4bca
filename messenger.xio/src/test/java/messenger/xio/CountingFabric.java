package messenger.xio;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import messenger.spi.MemoryRegion;
import messenger.xio.fabric.CompletionQueue;
import messenger.xio.fabric.Device;
import messenger.xio.fabric.Fabric;
import messenger.xio.fabric.FabricListener;
import messenger.xio.fabric.IncomingConnection;
import messenger.xio.fabric.QueuePair;
import messenger.xio.fabric.QueuePairHandler;
import messenger.xio.fabric.QueueSettings;

/** A fabric, with a count of the bytes that its queue pairs were told to read and to write by one-sided transfers. */
final class CountingFabric implements Fabric {
    private final Fabric fabric;
    private final Map<String, AtomicLong> bytes = new ConcurrentHashMap<>();

    CountingFabric(Fabric fabric) {
        this.fabric = fabric;
    }

    /** Bytes read from peers. */
    long read() {
        return count("read").get();
    }

    /** Bytes written to peers. */
    long written() {
        return count("write").get();
    }

    private AtomicLong count(String call) {
        return bytes.computeIfAbsent(call, key -> new AtomicLong());
    }

    private QueuePair counting(QueuePair pair) {
        return (QueuePair) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {QueuePair.class}, (proxy, call, arguments) -> {
                    Object result;
                    try {
                        result = call.invoke(pair, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (Boolean.TRUE.equals(result)) {
                        count(call.getName()).addAndGet((Integer) arguments[2]);
                    }
                    return result;
                });
    }

    private IncomingConnection counting(IncomingConnection incoming) {
        return new IncomingConnection() {
            @Override
            public ByteBuffer privateData() {
                return incoming.privateData();
            }

            @Override
            public InetSocketAddress remote() {
                return incoming.remote();
            }

            @Override
            public InetSocketAddress local() {
                return incoming.local();
            }

            @Override
            public QueuePair accept(
                    CompletionQueue queue, QueueSettings settings, ByteBuffer privateData, QueuePairHandler handler) {
                return counting(incoming.accept(queue, settings, privateData, handler));
            }

            @Override
            public void reject(ByteBuffer privateData) {
                incoming.reject(privateData);
            }
        };
    }

    @Override
    public String name() {
        return fabric.name();
    }

    @Override
    public CompletionQueue open(String name) throws IOException {
        return fabric.open(name);
    }

    @Override
    public FabricListener listen(CompletionQueue queue, InetSocketAddress address, Consumer<IncomingConnection> taker)
            throws IOException {
        return fabric.listen(queue, address, incoming -> taker.accept(counting(incoming)));
    }

    @Override
    public QueuePair connect(
            CompletionQueue queue,
            InetSocketAddress address,
            QueueSettings settings,
            ByteBuffer privateData,
            QueuePairHandler handler) {
        return counting(fabric.connect(queue, address, settings, privateData, handler));
    }

    @Override
    public void forget(MemoryRegion region) {
        fabric.forget(region);
    }

    @Override
    public List<Device> devices() {
        return fabric.devices();
    }

    @Override
    public void close() {
        fabric.close();
    }
}
