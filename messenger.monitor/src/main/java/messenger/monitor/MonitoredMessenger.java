package messenger.monitor;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import messenger.api.Messenger;
import messenger.api.MessengerClosedException;
import messenger.api.MessengerConstants;
import messenger.api.dto.MessengerDTO;

/**
 * A Messenger service as it is looked at. Asks it for its state at most once a second, however many look, and holds
 * nothing of it once it has gone. Thread safe.
 */
final class MonitoredMessenger {
    static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Sample(long nanos, MessengerDTO state) {}

    private final String endpoint;
    private final String type;
    private final LongSupplier nanoTime;
    /** Held while asking; never by who lets go, because that may happen inside the messenger. */
    private final ReentrantLock sampling = new ReentrantLock();

    private volatile Messenger messenger;
    private volatile Sample sample;
    private volatile int changes;

    MonitoredMessenger(Messenger messenger, String endpoint, String type, LongSupplier nanoTime) {
        this.messenger = messenger;
        this.endpoint = endpoint;
        this.type = type;
        this.nanoTime = nanoTime;
    }

    String endpoint() {
        return endpoint;
    }

    String type() {
        return type;
    }

    /** Whether it stands for the endpoint, whatever the transport. */
    boolean isEndpoint() {
        return type.equals(MessengerConstants.TYPE_ANY);
    }

    /** The state, up to a second old; the same object for as long as it is that one. Empty if the messenger has gone. */
    Optional<MessengerDTO> state() {
        Sample last = sample;
        if (isFresh(last)) {
            return Optional.of(last.state());
        }
        sampling.lock();
        try {
            last = sample;
            if (isFresh(last)) {
                return Optional.of(last.state());
            }
            return Optional.ofNullable(ask());
        } finally {
            sampling.unlock();
        }
    }

    private boolean isFresh(Sample last) {
        return last != null && nanoTime.getAsLong() - last.nanos() < SAMPLE_NANOS;
    }

    private MessengerDTO ask() {
        int before = changes;
        Messenger service = messenger;
        if (service == null) {
            return null;
        }
        MessengerDTO state;
        try {
            state = service.state();
        } catch (MessengerClosedException e) {
            return null;
        }
        sample = new Sample(nanoTime.getAsLong(), state);
        if (changes != before) {
            sample = null;
        }
        return state;
    }

    /**
     * The service itself, for an operation.
     *
     * @throws IllegalStateException if it has gone
     */
    Messenger service() {
        Messenger service = messenger;
        if (service == null) {
            throw gone();
        }
        return service;
    }

    IllegalStateException gone() {
        return new IllegalStateException("messenger " + this + " has gone; look for its successor");
    }

    /** Has the next look ask again. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // any change will do
    void forget() {
        changes++;
        sample = null;
    }

    /** Lets go of the service. */
    void release() {
        messenger = null;
        forget();
    }

    @Override
    public String toString() {
        return endpoint + " (" + type + ")";
    }
}
