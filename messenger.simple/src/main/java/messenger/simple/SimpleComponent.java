package messenger.simple;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import messenger.api.EntityAddress;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.spi.Endpoint;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One configuration of the TCP transport: attaches a {@link SimpleMessenger} to the endpoint it names whenever that is
 * there, and registers the messenger as a service of type {@code simple}.
 */
@Capability(
        namespace = MessengerConstants.TRANSPORT_NAMESPACE,
        attribute = {"type=" + SimpleMessenger.TYPE, "scheme=" + EntityAddress.TCP},
        effective = "active")
@Designate(ocd = SimpleConfig.class, factory = true)
@Component(
        configurationPid = MessengerConstants.SIMPLE_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class SimpleComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SimpleComponent.class);

    /** Below the endpoint's own messenger, which is to be found first. */
    private static final int RANKING = -100;

    private final BundleContext context;
    private Attacher attacher;
    /** Null while the configuration is refused. */
    private ServiceTracker<Endpoint, Endpoint> endpoints;

    private String endpoint;

    /** Waits for the endpoint from now on. */
    @Activate
    public SimpleComponent(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        ConfigReader config = new ConfigReader(properties);
        try {
            start(config.endpoint(), config.settings());
        } catch (IllegalArgumentException e) {
            // not thrown: a component that could not be activated is never told of a corrected configuration
            LOG.error("configuration refused: {}", e.getMessage());
        }
    }

    private void start(String name, SimpleSettings settings) {
        endpoint = name;
        attacher = new Attacher(settings, this::publish);
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

    private Runnable publish(SimpleMessenger messenger) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(MessengerConstants.ENDPOINT, endpoint);
        properties.put(MessengerConstants.TYPE, SimpleMessenger.TYPE);
        properties.put(Constants.SERVICE_RANKING, RANKING);
        ServiceRegistration<Messenger> registration =
                context.registerService(Messenger.class, messenger.messenger(), properties);
        return registration::unregister;
    }

    /** Takes over a changed configuration; a faulty one is logged, and the one in force stays. */
    @Modified
    void modified(Map<String, Object> properties) {
        ConfigReader config = new ConfigReader(properties);
        String newEndpoint;
        SimpleSettings settings;
        try {
            newEndpoint = config.endpoint();
            settings = config.settings();
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "configuration refused{}: {}",
                    endpoints == null ? "" : ", the former stays in force",
                    e.getMessage());
            return;
        }
        if (newEndpoint.equals(endpoint)) {
            attacher.settings(settings);
        } else {
            deactivate();
            start(newEndpoint, settings);
        }
    }

    /** Closes the messenger; nothing is left of it when this returns. */
    @Deactivate
    void deactivate() {
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
