package messenger.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import messenger.api.EntityName;
import messenger.api.MessengerConstants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Configurations of endpoints and their transports. Thread safe. */
final class Configurations {
    private static final String ANY_LOCATION = "?";

    private final ConfigurationAdmin configurationAdmin;
    private final Transports transports;

    Configurations(ConfigurationAdmin configurationAdmin, Transports transports) {
        this.configurationAdmin = configurationAdmin;
        this.transports = transports;
    }

    /**
     * Configures an endpoint.
     *
     * @throws IllegalArgumentException if there is a configuration for that name
     */
    void createEndpoint(EntityName name, Map<String, Object> more) throws IOException {
        if (!find(endpointFilter(name)).isEmpty()) {
            throw new IllegalArgumentException(
                    "endpoint " + name + " exists; msgr:remove " + name + " removes it, msgr:config changes it");
        }
        create(MessengerConstants.ENDPOINT_PID, name, "name", more);
    }

    /** Configures a transport of an endpoint. */
    void createTransport(EntityName name, TransportInfo transport, Map<String, Object> more) throws IOException {
        create(transport.factoryPid(), name, "endpoint", more);
    }

    private void create(String factoryPid, EntityName name, String nameKey, Map<String, Object> more)
            throws IOException {
        Hashtable<String, Object> properties = new Hashtable<>(more);
        properties.put(nameKey, name.toString());
        configurationAdmin
                .getFactoryConfiguration(factoryPid, name.toString(), ANY_LOCATION)
                .update(properties);
    }

    /**
     * The configurations of an endpoint and its transports, its own first.
     *
     * @return empty if there is none, as for an endpoint that does not come from a configuration
     */
    List<Configuration> of(EntityName name) throws IOException {
        List<Configuration> found = new ArrayList<>(find(endpointFilter(name)));
        for (TransportInfo transport : transports.all()) {
            found.addAll(find(filter(transport.factoryPid(), "endpoint", name)));
        }
        return found;
    }

    /**
     * Deletes the configurations of an endpoint, its own first, so that its sessions end before their links.
     *
     * @return PIDs of what was deleted; empty if there was nothing
     */
    List<String> delete(EntityName name) throws IOException {
        List<String> pids = new ArrayList<>();
        for (Configuration configuration : of(name)) {
            pids.add(configuration.getPid());
            configuration.delete();
        }
        return pids;
    }

    private static String endpointFilter(EntityName name) {
        return filter(MessengerConstants.ENDPOINT_PID, "name", name);
    }

    private static String filter(String factoryPid, String nameKey, EntityName name) {
        return "(&(service.factoryPid=" + factoryPid + ")(" + nameKey + "=" + name + "))";
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
