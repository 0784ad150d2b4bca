package messenger.spi.support;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.spi.ConfigValues;
import messenger.spi.Endpoint;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One configuration of a transport under OSGi, for the bundle's DS component to delegate to: attaches a transport to the
 * endpoint that the configuration names whenever that is there, and registers its messenger as a service of its type.
 * Called by one thread at a time, but for {@link #retry}.
 *
 * @param <T> the transport
 * @param <S> its settings
 */
public final class TransportComponent<T extends ConfigurableTransport<S>, S extends TransportSettings<S>> {
    private final BundleContext context;
    private final TransportKind<T, S> kind;
    private final Logger log;
    private volatile Attacher<T, S> attacher;
    /** Null while the configuration is refused. */
    private ServiceTracker<Endpoint, Endpoint> endpoints;

    private String endpoint;

    /** Waits for the endpoint from now on. A faulty configuration is logged, and {@link #modified} is waited for. */
    public TransportComponent(BundleContext context, TransportKind<T, S> kind, Map<String, ?> properties) {
        this.context = context;
        this.kind = kind;
        this.log = LoggerFactory.getLogger(kind.pid());
        ConfigValues config = new ConfigValues(kind.pid(), properties);
        try {
            start(endpoint(config), kind.reader().apply(config));
        } catch (IllegalArgumentException e) {
            // not thrown: a component that could not be activated is never told of a corrected configuration
            log.error("configuration refused: {}", e.getMessage());
        }
    }

    private static String endpoint(ConfigValues config) {
        return config.required("endpoint", "the name of an endpoint, such as osd.0");
    }

    private void start(String name, S settings) {
        endpoint = name;
        attacher = new Attacher<>(kind, settings, this::publish);
        endpoints = new ServiceTracker<>(context, filter(name), new Customizer());
        endpoints.open();
    }

    private static Filter filter(String name) {
        String escaped = name.replaceAll("[\\\\*()]", "\\\\$0");
        try {
            return FrameworkUtil.createFilter("(&(" + Constants.OBJECTCLASS + "=" + Endpoint.class.getName() + ")("
                    + MessengerConstants.ENDPOINT + "=" + escaped + "))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("endpoint '" + name + "' is not allowed; allowed: TYPE.NUMBER", e);
        }
    }

    private Runnable publish(T transport) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(MessengerConstants.ENDPOINT, endpoint);
        properties.put(MessengerConstants.TYPE, kind.type());
        properties.put(Constants.SERVICE_RANKING, transport.ranking());
        ServiceRegistration<Messenger> registration =
                context.registerService(Messenger.class, transport.attachment().messenger(), properties);
        return registration::unregister;
    }

    /** Takes over a changed configuration; a faulty one is logged, and the one in force stays. */
    public void modified(Map<String, ?> properties) {
        ConfigValues config = new ConfigValues(kind.pid(), properties);
        String newEndpoint;
        S settings;
        try {
            newEndpoint = endpoint(config);
            settings = kind.reader().apply(config);
        } catch (IllegalArgumentException e) {
            log.error(
                    "configuration refused{}: {}",
                    endpoints == null ? "" : ", the former stays in force",
                    e.getMessage());
            return;
        }
        if (newEndpoint.equals(endpoint)) {
            attacher.settings(settings);
        } else {
            close();
            start(newEndpoint, settings);
        }
    }

    /** What the transport needs may be there now: one that could not be attached, or not listen, is tried again. */
    public void retry() {
        Attacher<T, S> present = attacher;
        if (present != null) {
            present.retry();
        }
    }

    /** Closes the transport; nothing is left of it when this returns. */
    public void close() {
        if (endpoints != null) {
            endpoints.close();
        }
    }

    private final class Customizer implements ServiceTrackerCustomizer<Endpoint, Endpoint> {
        @Override
        public Endpoint addingService(ServiceReference<Endpoint> reference) {
            Endpoint service = context.getService(reference);
            if (service != null) {
                attacher.appeared(service);
            }
            return service;
        }

        @Override
        public void modifiedService(ServiceReference<Endpoint> reference, Endpoint service) {
            // its name cannot change while the filter matches
        }

        @Override
        public void removedService(ServiceReference<Endpoint> reference, Endpoint service) {
            attacher.gone(service);
            context.ungetService(reference);
        }
    }
}
