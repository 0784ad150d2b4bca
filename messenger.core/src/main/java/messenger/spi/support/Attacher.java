package messenger.spi.support;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import messenger.spi.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a transport attached to an endpoint while that is there. Binding, which may have to wait for a
 * port, happens on a thread of its own; the transport is published when it listens. Thread safe; called without locks
 * held.
 *
 * @param <T> the transport
 * @param <S> its settings
 */
public final class Attacher<T extends ConfigurableTransport<S>, S extends TransportSettings<S>> {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final TransportKind<T, S> kind;
    private final Function<T, Runnable> publisher;
    private final Logger log;
    private S settings;
    private Endpoint endpoint;
    private Attached attached;

    /**
     * With nothing attached yet.
     *
     * @param publisher makes a transport's messenger known; what it returns withdraws it
     */
    public Attacher(TransportKind<T, S> kind, S settings, Function<T, Runnable> publisher) {
        this.kind = kind;
        this.settings = settings;
        this.publisher = publisher;
        this.log = LoggerFactory.getLogger(kind.pid());
    }

    /** The endpoint is there; further ones of its name are ignored until it goes. */
    public synchronized void appeared(Endpoint newEndpoint) {
        if (endpoint == null) {
            endpoint = newEndpoint;
            attach();
        }
    }

    /** An endpoint goes; returns when nothing of the transport uses it any more. */
    public synchronized void gone(Endpoint oldEndpoint) {
        if (endpoint == oldEndpoint) {
            endpoint = null;
            detach();
        }
    }

    /** Changes the settings; links stay, unless a new transport is needed. */
    public synchronized void settings(S newSettings) {
        S old = settings;
        settings = newSettings;
        if (attached == null) {
            if (endpoint != null) {
                attach();
            }
        } else if (attached.failed || attached.isBinding() || !newSettings.suits(old)) {
            detach();
            attach();
        } else {
            attached.transport.settings(newSettings);
            if (newSettings.ranking() != old.ranking()) {
                attached.republish();
            }
            if (!newSettings.bindsLike(old)) {
                attached.rebind();
            }
        }
    }

    /** What has failed may succeed now: attaches, or listens, again; does nothing to a transport that is up. */
    public synchronized void retry() {
        if (endpoint != null && (attached == null || attached.failed)) {
            detach();
            attach();
        }
    }

    private void attach() {
        try {
            attached = new Attached(kind.maker().apply(endpoint, settings));
            attached.start();
        } catch (RuntimeException e) {
            log.error("{} is not attached to {}: {}", kind.pid(), endpoint.name(), e.getMessage());
        }
    }

    private void detach() {
        if (attached != null) {
            attached.close();
            attached = null;
        }
    }

    /** A transport, the thread that binds it, and its publication. */
    private final class Attached {
        private final T transport;
        private Thread binding;
        private volatile boolean listening;
        private volatile boolean failed;
        private final AtomicReference<Runnable> withdrawal = new AtomicReference<>();

        Attached(T transport) {
            this.transport = transport;
        }

        void start() {
            binding = DaemonThreads.unstarted(
                    "messenger-" + kind.type() + "-bind-"
                            + transport.attachment().name(),
                    this::listen);
            binding.start();
        }

        private void listen() {
            try {
                transport.listen();
                listening = true;
                if (withdrawal.get() == null && !transport.isClosed()) {
                    withdrawal.set(publisher.apply(transport));
                }
            } catch (RuntimeException e) {
                if (!transport.isClosed()) {
                    failed = true;
                    log.error("{} of {}: {}", kind.pid(), transport.attachment().name(), e.getMessage());
                }
            }
        }

        boolean isBinding() {
            return !listening;
        }

        void rebind() {
            listening = false;
            transport.unbind();
            start();
        }

        void close() {
            withdraw();
            transport.close();
            join();
            withdraw();
        }

        /** Makes the messenger known by its new properties, and core look whether sessions are better off elsewhere. */
        void republish() {
            Runnable published = withdrawal.get();
            if (published != null && withdrawal.compareAndSet(published, publisher.apply(transport))) {
                published.run();
            }
            transport.attachment().addressesChanged();
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
                    log.error("{} has not ended within {}", binding.getName(), CLOSE_TIMEOUT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
