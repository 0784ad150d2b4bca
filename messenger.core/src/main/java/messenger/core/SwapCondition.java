package messenger.core;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Says to the framework while sessions of an endpoint change their transport. Who is told of that may take long, so that it
 * happens on threads of its own, and a change that is over by then is not told. Thread safe.
 */
final class SwapCondition implements AutoCloseable {
    private final BooleanSupplier underWay;
    private final Supplier<Runnable> publisher;
    private Runnable withdrawal;
    private boolean closed;

    /**
     * Says nothing yet.
     *
     * @param underWay whether some session changes its transport
     * @param publisher publishes the condition; what it returns withdraws it
     */
    SwapCondition(BooleanSupplier underWay, Supplier<Runnable> publisher) {
        this.underWay = underWay;
        this.publisher = publisher;
    }

    /** The first change has begun, or the last has ended. */
    void changed() {
        Thread.ofVirtual().name("messenger-swap-condition").start(this::publish);
    }

    private synchronized void publish() {
        boolean now = underWay.getAsBoolean() && !closed;
        if (now && withdrawal == null) {
            withdrawal = publisher.get();
        } else if (!now && withdrawal != null) {
            withdrawal.run();
            withdrawal = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        publish();
    }
}
