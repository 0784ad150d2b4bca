package messenger.core;

import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import messenger.api.Dispatcher;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.spi.Endpoint;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint for each configuration: registers its messenger for applications and itself for transports, and gives it
 * the Dispatchers that are meant for it.
 */
@Designate(ocd = EndpointConfig.class, factory = true)
@Component(
        configurationPid = MessengerConstants.ENDPOINT_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class EndpointComponent {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointComponent.class);

    private record Meant(Map<String, Object> properties, Registration registration) {}

    private final BundleContext context;
    private final RuntimeComponent shared;
    private final Map<Dispatcher, Meant> dispatchers = new ConcurrentHashMap<>();
    private final String pid;
    /** Null while the configuration is refused. */
    private CoreEndpoint endpoint;

    private ServiceRegistration<Messenger> messengerService;
    private ServiceRegistration<Endpoint> endpointService;
    private SwapCondition swapping;

    /** Makes the endpoint, not yet known to anybody. */
    @Activate
    public EndpointComponent(
            BundleContext context, Map<String, Object> properties, @Reference RuntimeComponent shared) {
        this.context = context;
        this.shared = shared;
        EndpointConfigReader config = new EndpointConfigReader(properties);
        pid = config.pid();
        try {
            endpoint = make(config.settings());
        } catch (IllegalArgumentException e) {
            // not thrown: a component that could not be activated is never told of a corrected configuration
            LOG.error("configuration refused: {}", e.getMessage());
        }
    }

    private CoreEndpoint make(EndpointSettings settings) {
        shared.claim(settings.name().toString(), pid);
        return new CoreEndpoint(settings, shared.runtime());
    }

    /** The Dispatchers that are there already are bound by now. */
    @Activate
    void publish() {
        if (endpoint == null) {
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(MessengerConstants.ENDPOINT, endpoint.name().toString());
        endpointService = context.registerService(Endpoint.class, endpoint, properties);
        properties.put(MessengerConstants.TYPE, MessengerConstants.TYPE_ANY);
        properties.put(Constants.SERVICE_RANKING, Integer.MAX_VALUE);
        messengerService = context.registerService(Messenger.class, endpoint.messenger(), properties);
        swapping = new SwapCondition(endpoint::isSwapping, this::publishSwapping);
        endpoint.onSwaps(swapping::changed);
    }

    private Runnable publishSwapping() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Condition.CONDITION_ID, MessengerConstants.SWAPPING);
        properties.put(MessengerConstants.ENDPOINT, endpoint.name().toString());
        return context.registerService(Condition.class, Condition.INSTANCE, properties)::unregister;
    }

    /** Takes over a changed configuration; a faulty one is logged, and the one in force stays. */
    @Modified
    synchronized void modified(Map<String, Object> properties) {
        EndpointSettings settings;
        boolean sameNonce;
        try {
            EndpointConfigReader config = new EndpointConfigReader(properties);
            settings = config.settings();
            sameNonce = !config.hasNonce();
            if (endpoint == null || !settings.name().equals(endpoint.name())) {
                shared.claim(settings.name().toString(), pid);
            }
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "configuration refused{}: {}",
                    endpoint == null ? "" : ", the former stays in force",
                    e.getMessage());
            return;
        }
        if (endpoint == null) {
            replace(settings);
        } else if (!endpoint.change(settings, sameNonce)) {
            LOG.warn("{}: the changed configuration needs a new endpoint; all sessions end", endpoint.name());
            retire();
            replace(settings);
        }
    }

    private void replace(EndpointSettings settings) {
        endpoint = make(settings);
        dispatchers.replaceAll(
                (dispatcher, meant) -> new Meant(meant.properties(), register(dispatcher, meant.properties())));
        publish();
    }

    @Deactivate
    synchronized void retire() {
        if (endpoint == null) {
            return;
        }
        messengerService.unregister();
        endpointService.unregister();
        swapping.close();
        endpoint.close();
        shared.unclaim(endpoint.name().toString(), pid);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addDispatcher(Dispatcher dispatcher, Map<String, Object> properties) {
        dispatchers.put(dispatcher, new Meant(properties, register(dispatcher, properties)));
    }

    synchronized void removeDispatcher(Dispatcher dispatcher) {
        Meant meant = dispatchers.remove(dispatcher);
        if (meant != null) {
            meant.registration().close();
        }
    }

    private Registration register(Dispatcher dispatcher, Map<String, Object> properties) {
        if (endpoint == null || !isMeant(properties.get(MessengerConstants.ENDPOINT))) {
            return () -> {};
        }
        Object name = properties.get(MessengerConstants.DISPATCHER_NAME);
        return endpoint.addDispatcher(dispatcher, name == null ? null : name.toString(), ranking(properties));
    }

    private boolean isMeant(Object endpoints) {
        String name = endpoint.name().toString();
        return switch (endpoints) {
            case null -> true;
            case Object[] names -> Arrays.asList(names).contains(name);
            case Object one -> one.equals(name);
        };
    }

    static int ranking(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }
}
