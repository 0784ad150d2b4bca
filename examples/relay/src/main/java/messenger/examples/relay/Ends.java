package messenger.examples.relay;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import messenger.api.Dispatcher;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The endpoints of this framework by name. Thread safe. */
@Component(service = Ends.class)
public class Ends {
    private final Map<String, Messenger> messengers = new ConcurrentHashMap<>();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + MessengerConstants.TYPE + "=" + MessengerConstants.TYPE_ANY + ")")
    void add(Messenger messenger) {
        messengers.put(messenger.name().toString(), messenger);
    }

    void remove(Messenger messenger) {
        messengers.remove(messenger.name().toString(), messenger);
    }

    /** Registers a Dispatcher of two endpoints. */
    static ServiceRegistration<Dispatcher> serve(BundleContext context, Dispatcher relay, String... endpoints) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(MessengerConstants.ENDPOINT, endpoints);
        return context.registerService(Dispatcher.class, relay, properties);
    }

    /**
     * An endpoint's messenger.
     *
     * @throws IllegalStateException if it is not there
     */
    Messenger of(String endpoint) {
        Messenger messenger = messengers.get(endpoint);
        if (messenger == null) {
            throw new IllegalStateException("endpoint " + endpoint + " is not there; configure messenger.endpoint with"
                    + " name=" + endpoint + ", and its transport");
        }
        return messenger;
    }
}
