package messenger.simple;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import messenger.spi.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link SimpleMessenger} attached to an endpoint while that is there. Binding, which may have to wait for a
 * port, happens on a thread of its own; the messenger is published when it listens. Thread safe; called without locks
 * held.
 */
final class Attacher {
    private static final Logger LOG = LoggerFactory.getLogger(Attacher.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Function<SimpleMessenger, Runnable> publisher;
    private SimpleSettings settings;
    private Endpoint endpoint;
    private Attached attached;

    /**
     * With nothing attached yet.
     *
     * @param publisher makes a messenger known; what it returns withdraws it
     */
    Attacher(SimpleSettings settings, Function<SimpleMessenger, Runnable> publisher) {
        this.settings = settings;
        this.publisher = publisher;
    }

    /** The endpoint is there; further ones of its name are ignored until it goes. */
    synchronized void appeared(Endpoint newEndpoint) {
        if (endpoint == null) {
            endpoint = newEndpoint;
            attach();
        }
    }

    /** An endpoint goes; returns when nothing of the transport uses it any more. */
    synchronized void gone(Endpoint oldEndpoint) {
        if (endpoint == oldEndpoint) {
            endpoint = null;
            detach();
        }
    }

    /** Changes the settings; links stay, unless the number of threads changes. */
    synchronized void settings(SimpleSettings newSettings) {
        SimpleSettings old = settings;
        settings = newSettings;
        if (attached == null) {
            if (endpoint != null) {
                attach();
            }
        } else if (attached.failed || attached.isBinding() || old.threads() != newSettings.threads()) {
            detach();
            attach();
        } else {
            attached.messenger.settings(newSettings);
            if (!old.bind().equals(newSettings.bind())
                    || old.portMin() != newSettings.portMin()
                    || old.portMax() != newSettings.portMax()) {
                attached.rebind();
            }
        }
    }

    private void attach() {
        try {
            attached = new Attached(SimpleMessenger.attached(endpoint, settings));
            attached.start();
        } catch (RuntimeException e) {
            LOG.error(
                    "messenger.simple is not attached to {}: {}; keep one configuration for each endpoint",
                    endpoint.name(),
                    e.getMessage());
        }
    }

    private void detach() {
        if (attached != null) {
            attached.close();
            attached = null;
        }
    }

    /** A messenger, the thread that binds it, and its publication. */
    private final class Attached {
        private final SimpleMessenger messenger;
        private Thread binding;
        private volatile boolean listening;
        private volatile boolean failed;
        private final AtomicReference<Runnable> withdrawal = new AtomicReference<>();

        Attached(SimpleMessenger messenger) {
            this.messenger = messenger;
        }

        void start() {
            binding = DaemonThreads.unstarted(
                    "messenger-simple-bind-" + messenger.attachment().name(), this::listen);
            binding.start();
        }

        private void listen() {
            try {
                messenger.listen();
                listening = true;
                if (withdrawal.get() == null && !messenger.isClosed()) {
                    withdrawal.set(publisher.apply(messenger));
                }
            } catch (RuntimeException e) {
                if (!messenger.isClosed()) {
                    failed = true;
                    LOG.error(
                            "messenger.simple of {}: {}", messenger.attachment().name(), e.getMessage());
                }
            }
        }

        boolean isBinding() {
            return !listening;
        }

        void rebind() {
            listening = false;
            messenger.unbind();
            start();
        }

        void close() {
            withdraw();
            messenger.close();
            join();
            withdraw();
        }

        private void withdraw() {
            Runnable published = withdrawal.getAndSet(null);
            if (published != null) {
                published.run();
            }
        }

        private void join() {
            try {
                if (!binding.join(CLOSE_TIMEOUT)) {
                    LOG.error("{} has not ended within {}", binding.getName(), CLOSE_TIMEOUT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
