package messenger.spi.support;

import messenger.api.BindException;
import messenger.spi.Attachment;
import messenger.spi.Transport;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A transport that is attached to its endpoint from its construction to {@link #close}, listens on demand, and takes over
 * changed settings. Thread safe.
 *
 * @param <S> its settings
 */
@ConsumerType
public interface ConfigurableTransport<S> extends Transport, AutoCloseable {
    /** Where core reports to, and what it gives. */
    Attachment attachment();

    /**
     * Listens at the addresses of the settings, besides where it listens already, and dials from now on. May wait for a
     * port; {@link #close} ends that.
     *
     * @throws BindException if one of them cannot be bound
     */
    void listen();

    /** Changes settings: for new links and further binds. */
    void settings(S settings);

    boolean isClosed();

    /** Withdraws the transport, within a few seconds; nothing of it is left then. Further calls do nothing. */
    @Override
    void close();
}
