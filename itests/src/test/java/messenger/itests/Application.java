package messenger.itests;

import java.util.concurrent.atomic.AtomicInteger;
import messenger.api.Messenger;

/** An application with a mandatory, static reference to its endpoint's messenger; see OSGI-INF/application.xml. */
public final class Application {
    private final AtomicInteger deactivations = new AtomicInteger();
    private Messenger messenger;
    private volatile boolean active;

    public void bind(Messenger service) {
        messenger = service;
    }

    public void activate() {
        active = true;
    }

    public void deactivate() {
        active = false;
        deactivations.incrementAndGet();
    }

    Messenger messenger() {
        return messenger;
    }

    boolean isActive() {
        return active;
    }

    int deactivations() {
        return deactivations.get();
    }
}
