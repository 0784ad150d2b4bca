package messenger.examples.monmap;

import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The command that asks a monitor for its map. */
@Component(service = MonMapCommand.class)
@GogoCommand(scope = "ceph", function = "monmap")
public final class MonMapCommand {
    private static final String USAGE = "usage: ceph:monmap [--timeout S] ENDPOINT ADDRESS";
    private static final int MAX_SECONDS = 3600;

    private final BundleContext context;

    @Activate
    public MonMapCommand(BundleContext context) {
        this.context = context;
    }

    /**
     * Asks a monitor for the map.
     *
     * @throws IllegalStateException if it does not give one in time, with the reason
     * @throws IllegalArgumentException if there is no such endpoint, or an argument is not allowed
     */
    @Descriptor("ask a Ceph monitor for the map of the monitors, over messenger v1 and without authentication")
    public MonMap monmap(
            @Descriptor("longest wait in seconds; 10 if absent")
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "10")
                    int timeout,
            @Descriptor("ENDPOINT: the endpoint that asks, such as client.4100") String endpoint,
            @Descriptor("ADDRESS: the monitor's, such as v1:192.0.2.1:6789/0") String address)
            throws InterruptedException {
        if (timeout < 1 || timeout > MAX_SECONDS) {
            throw new IllegalArgumentException("timeout of " + timeout + " s; allowed: 1 to " + MAX_SECONDS);
        }
        EntityName name = EntityName.parse(endpoint);
        MonMapQuery query = new MonMapQuery(EntityAddress.parse(address));
        ServiceReference<Messenger> reference = messenger(name);
        // asked before the Dispatchers of applications; it takes nothing but the messages of its own session
        ServiceRegistration<Dispatcher> registration = context.registerService(
                Dispatcher.class,
                query,
                new Hashtable<>(Map.of(
                        MessengerConstants.ENDPOINT, name.toString(), Constants.SERVICE_RANKING, Integer.MAX_VALUE)));
        try {
            return query.run(context.getService(reference), Duration.ofSeconds(timeout));
        } finally {
            registration.unregister();
            context.ungetService(reference);
        }
    }

    private ServiceReference<Messenger> messenger(EntityName name) {
        String filter = "(&(" + MessengerConstants.ENDPOINT + "=" + name + ")(" + MessengerConstants.TYPE + "="
                + MessengerConstants.TYPE_ANY + "))";
        try {
            return context.getServiceReferences(Messenger.class, filter).stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no endpoint " + name + "; make one with msgr:create " + name));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    /** Called by Gogo for arguments that fit nothing else. */
    public Object _main(String[] arguments) {
        throw new IllegalArgumentException(USAGE);
    }
}
