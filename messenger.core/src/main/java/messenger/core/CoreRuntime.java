package messenger.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import messenger.api.MessageType;
import messenger.api.dto.ThrottleDTO;
import messenger.core.memory.MemoryPool;
import messenger.spi.Authorizer;

/** What all endpoints of a process share: clock, message types, authorizers and the bound on memory. Thread safe. */
public final class CoreRuntime implements AutoCloseable {
    /** Stands for as much registered memory as is usual. */
    static final long USUAL = -1;

    private static final long USUAL_REGISTERED = 256 << 20;

    private final Timers timers;
    private final MessageTypes types = new MessageTypes();
    private final Map<String, Authorizer> authorizers = new ConcurrentHashMap<>();
    private final Throttle incoming;
    private final Throttle outgoing;

    private final MemoryPool memory;

    private CoreRuntime(Timers timers, long memoryBytes, long registeredBytes) {
        this.timers = timers;
        this.memory = new MemoryPool(registeredBytes);
        // halves, so that two processes full of unsent messages can still receive each other's
        this.incoming = new Throttle("process.incoming.bytes", memoryBytes / 2);
        this.outgoing = new Throttle("process.outgoing.bytes", memoryBytes / 2);
        authorizers.put(NoneAuthorizer.NAME, new NoneAuthorizer());
    }

    /** With the system's clock, half of the maximum heap for messages, and the usual registered memory. */
    public static CoreRuntime create() {
        return create(new SystemTimers(), usualBytes());
    }

    /**
     * A runtime.
     *
     * @param timers closed with the runtime
     * @param memoryBytes what messages of all endpoints may take, one half received, one half to be sent; 0 for no limit
     */
    public static CoreRuntime create(Timers timers, long memoryBytes) {
        return create(timers, memoryBytes, USUAL);
    }

    /**
     * A runtime.
     *
     * @param timers closed with the runtime
     * @param memoryBytes as above
     * @param registeredBytes what the pool of registered memory may take, {@link MemoryPool#MIN_BOUND} or more; 0 for none, {@link #USUAL}
     *     for a quarter of the maximum heap, at most 256 MiB
     */
    public static CoreRuntime create(Timers timers, long memoryBytes, long registeredBytes) {
        if (memoryBytes < 0 || memoryBytes == 1) {
            throw new IllegalArgumentException(
                    "memory for messages " + memoryBytes + " bytes; allowed: 0 (no limit), or 2 or more");
        }
        return new CoreRuntime(
                timers, memoryBytes, registeredBytes == USUAL ? usualRegisteredBytes() : registeredBytes);
    }

    /** Half of the maximum heap. */
    static long usualBytes() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /** None if that is too little for a pool. */
    private static long usualRegisteredBytes() {
        long bytes = Math.min(Runtime.getRuntime().maxMemory() / 4, USUAL_REGISTERED);
        return bytes < MemoryPool.MIN_BOUND ? 0 : bytes;
    }

    /** Serves bodies of the type's class and messages of its number, unless a higher ranked type does. */
    public Registration add(MessageType<?> type, int ranking) {
        return types.add(type, ranking);
    }

    /** Makes an authorizer available to endpoints whose settings name it. */
    public Registration add(String name, Authorizer authorizer) {
        authorizers.put(name, authorizer);
        return () -> authorizers.remove(name, authorizer);
    }

    /** Where messages lie. */
    public MemoryPool memory() {
        return memory;
    }

    Timers timers() {
        return timers;
    }

    MessageTypes types() {
        return types;
    }

    /** The authorizer of that name, or null. */
    Authorizer authorizer(String name) {
        return authorizers.get(name);
    }

    Throttle incoming() {
        return incoming;
    }

    Throttle outgoing() {
        return outgoing;
    }

    List<ThrottleDTO> throttles() {
        return List.of(incoming.state(), outgoing.state());
    }

    @Override
    public void close() {
        timers.close();
        memory.close();
    }
}
