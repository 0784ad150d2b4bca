package messenger.examples.pingpong;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/** Finds endpoints, or creates them by configuration and waits until they are there. Thread safe. */
@Component(service = Endpoints.class)
public final class Endpoints {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String ANY_LOCATION = "?";

    private final BundleContext context;
    private final ConfigurationAdmin configurationAdmin;

    @Activate
    public Endpoints(BundleContext context, @Reference ConfigurationAdmin configurationAdmin) {
        this.context = context;
        this.configurationAdmin = configurationAdmin;
    }

    /**
     * The type of the transport that reaches addresses of a scheme; its factory PID is {@code messenger.} and the type.
     */
    static String transportOf(EntityAddress address) {
        return address.scheme().equals(EntityAddress.TCP) ? "simple" : address.scheme();
    }

    /** Whether there is a configuration for that endpoint. */
    boolean exists(EntityName name) throws IOException {
        return !find("(&(service.factoryPid=" + MessengerConstants.ENDPOINT_PID + ")(name=" + name + "))")
                .isEmpty();
    }

    private List<Configuration> find(String filter) throws IOException {
        try {
            Configuration[] found = configurationAdmin.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    /**
     * Configures an endpoint and one transport.
     *
     * @param type the transport's type
     * @param policy name of the policy for all peers
     * @param bind where to listen; empty for nowhere
     * @return the configurations, to be given to {@link #delete}
     */
    List<Configuration> create(EntityName name, String type, String policy, List<String> bind) throws IOException {
        List<Configuration> created = new ArrayList<>();
        created.add(configure(
                MessengerConstants.ENDPOINT_PID, name, Map.of("name", name.toString(), "policy.default", policy)));
        created.add(configure(
                "messenger." + type, name, Map.of("endpoint", name.toString(), "bind", bind.toArray(String[]::new))));
        return created;
    }

    /** Makes the ping-pong server of that endpoint, or changes it. */
    void serve(EntityName name, boolean fast) throws IOException {
        configure(SimpleDispatcher.PID, name, Map.of(MessengerConstants.ENDPOINT, name.toString(), "fast", fast));
    }

    private Configuration configure(String factoryPid, EntityName name, Map<String, Object> properties)
            throws IOException {
        Configuration configuration =
                configurationAdmin.getFactoryConfiguration(factoryPid, name.toString(), ANY_LOCATION);
        configuration.update(new Hashtable<>(properties));
        return configuration;
    }

    /** Deletes what {@link #create} made. */
    static void delete(List<Configuration> configurations) throws IOException {
        for (Configuration configuration : configurations) {
            configuration.delete();
        }
    }

    /**
     * The messenger of an endpoint, as soon as it can use that transport.
     *
     * @throws IllegalStateException if that took too long, with the remedy
     */
    Messenger await(EntityName name, String type) throws InterruptedException {
        awaitService(name, type, "is the bundle of that transport started, and could it bind?");
        return awaitService(name, MessengerConstants.TYPE_ANY, "is bundle messenger.core started?");
    }

    private Messenger awaitService(EntityName name, String type, String remedy) throws InterruptedException {
        String filter = "(&(objectClass=" + Messenger.class.getName() + ")(" + MessengerConstants.ENDPOINT + "=" + name
                + ")(" + MessengerConstants.TYPE + "=" + type + "))";
        ServiceTracker<Messenger, Messenger> tracker;
        try {
            tracker = new ServiceTracker<>(context, FrameworkUtil.createFilter(filter), null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
        tracker.open();
        try {
            Messenger messenger = tracker.waitForService(PATIENCE.toMillis());
            if (messenger == null) {
                throw new IllegalStateException("no Messenger of type " + type + " for " + name + " within "
                        + PATIENCE.toSeconds() + " s: " + remedy + " The log and scr:list say more");
            }
            return messenger;
        } finally {
            tracker.close();
        }
    }
}
