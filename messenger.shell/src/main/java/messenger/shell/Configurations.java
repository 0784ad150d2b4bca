package messenger.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.MessengerConstants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Configurations of endpoints and their transports. Thread safe. */
@Component(service = Configurations.class)
public class Configurations {
    private static final String TRANSPORT_PID_PREFIX = "messenger.";
    private static final String ANY_LOCATION = "?";

    private final ConfigurationAdmin configurationAdmin;

    @Activate
    public Configurations(@Reference ConfigurationAdmin configurationAdmin) {
        this.configurationAdmin = configurationAdmin;
    }

    /**
     * Configures an endpoint and the transports that it needs.
     *
     * @throws IllegalArgumentException if there is an endpoint of that name
     */
    void create(EndpointSpec spec) throws IOException {
        if (!find(endpointFilter(spec.name())).isEmpty()) {
            throw new IllegalArgumentException(
                    "endpoint " + spec.name() + " exists; msgr:remove " + spec.name() + " removes it");
        }
        Hashtable<String, Object> endpoint =
                new Hashtable<>(Map.of("name", spec.name().toString()));
        spec.nonce().ifPresent(nonce -> endpoint.put("nonce", nonce));
        spec.policies().forEach((type, policy) -> endpoint.put("policy." + type, policy));
        configure(MessengerConstants.ENDPOINT_PID, spec.name(), endpoint);
        for (String transport : spec.transports()) {
            String[] bind =
                    spec.bind(transport).stream().map(EntityAddress::toString).toArray(String[]::new);
            configure(
                    TRANSPORT_PID_PREFIX + transport,
                    spec.name(),
                    new Hashtable<>(Map.of("endpoint", spec.name().toString(), "bind", bind)));
        }
    }

    private void configure(String factoryPid, EntityName name, Hashtable<String, Object> properties)
            throws IOException {
        configurationAdmin
                .getFactoryConfiguration(factoryPid, name.toString(), ANY_LOCATION)
                .update(properties);
    }

    /**
     * Deletes the configurations of an endpoint, its own first, so that its sessions end before their links.
     *
     * @return PIDs of what was deleted; empty if there was nothing
     */
    List<String> delete(EntityName name) throws IOException {
        List<Configuration> found = new ArrayList<>(find(endpointFilter(name)));
        found.addAll(find("(&(service.factoryPid=" + TRANSPORT_PID_PREFIX + "*)(endpoint=" + name + "))"));
        List<String> pids = new ArrayList<>();
        for (Configuration configuration : found) {
            pids.add(configuration.getPid());
            configuration.delete();
        }
        return pids;
    }

    private static String endpointFilter(EntityName name) {
        return "(&(service.factoryPid=" + MessengerConstants.ENDPOINT_PID + ")(name=" + name + "))";
    }

    private List<Configuration> find(String filter) throws IOException {
        try {
            Configuration[] found = configurationAdmin.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }
}
