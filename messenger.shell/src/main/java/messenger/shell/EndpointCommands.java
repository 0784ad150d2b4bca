package messenger.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands for endpoints. */
@Component(service = EndpointCommands.class)
@GogoCommand(
        scope = "msgr",
        function = {"create", "list", "remove", "bind", "stats"})
public class EndpointCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Messengers messengers;
    private final Configurations configurations;
    private final Duration patience;

    @Activate
    public EndpointCommands(@Reference Messengers messengers, @Reference Configurations configurations) {
        this(messengers, configurations, PATIENCE);
    }

    /** Commands that wait up to {@code patience} for services to come and go. */
    EndpointCommands(Messengers messengers, Configurations configurations, Duration patience) {
        this.messengers = messengers;
        this.configurations = configurations;
        this.patience = patience;
    }

    /** Creates an endpoint; when it does not come up, its configurations are deleted again. */
    @Descriptor("create an endpoint and its transports by configuration, and wait until they are there")
    public MessengerDTO create(
            @Descriptor("NAME [--policy TYPE=POLICY]... [--bind ADDRESS]... [--nonce NUMBER]: name such as osd.0;"
                            + " policy for peers of a type or default, such as client=stateless_server; where to"
                            + " listen, such as tcp://127.0.0.1:6800; what tells instances at one address apart,"
                            + " random if absent")
                    String[] arguments)
            throws IOException, InterruptedException {
        EndpointSpec spec = EndpointSpec.parse(List.of(arguments));
        configurations.create(spec);
        boolean up = false;
        try {
            Messenger messenger = await(
                    spec,
                    MessengerConstants.TYPE_ANY,
                    "is bundle messenger.core started, and does it accept the configuration?");
            for (String transport : spec.transports()) {
                await(
                        spec,
                        transport,
                        "is bundle messenger." + transport + " started, and could it bind " + spec.bind(transport)
                                + "?");
            }
            up = true;
            return messenger.state();
        } finally {
            if (!up) {
                configurations.delete(spec.name());
            }
        }
    }

    private Messenger await(EndpointSpec spec, String type, String remedy) throws InterruptedException {
        Optional<Messenger> messenger = messengers.await(spec.name(), type, patience);
        return messenger.orElseThrow(() -> new IllegalStateException("no Messenger of type " + type + " for "
                + spec.name() + " within " + patience.toMillis() + " ms: " + remedy
                + " The log and scr:list say more. Its configurations were deleted again"));
    }

    /** All messengers: one of type any for each endpoint, one for each transport. */
    @Descriptor("list messengers: one of type any for each endpoint, and one for each of its transports")
    public List<MessengerDTO> list() {
        return messengers.all().stream().map(Messenger::state).toList();
    }

    /** Removes an endpoint, and ends its sessions. */
    @Descriptor("remove an endpoint, its transports and its sessions")
    public Removed remove(@Descriptor("NAME: the endpoint, such as osd.0") String name)
            throws IOException, InterruptedException {
        EntityName endpoint = EntityName.parse(name);
        List<String> pids = configurations.delete(endpoint);
        if (pids.isEmpty()) {
            messengers.ofEndpoint(name);
            throw new IllegalStateException("endpoint " + endpoint + " is not there by configuration; whatever"
                    + " registered its Messenger must remove it");
        }
        if (!messengers.awaitGone(endpoint, patience)) {
            throw new IllegalStateException("the configurations of " + endpoint + " were deleted, but its Messenger is"
                    + " still there after " + patience.toMillis() + " ms");
        }
        return new Removed(endpoint.toString(), pids);
    }

    /** Listens at another address; not kept in the configuration. */
    @Descriptor("listen at another address, until the transport is restarted")
    public EntityAddress bind(
            @Descriptor("NAME: the endpoint, such as osd.0") String name,
            @Descriptor("ADDRESS: where to listen, such as tcp://127.0.0.1:6800; port 0 chooses one") String address) {
        EntityAddress where = EntityAddress.parse(address);
        return messengers.ofEndpoint(name).bind(where);
    }

    /** What an endpoint does and has done. */
    @Descriptor("show an endpoint with its sessions, its throttles and its dispatch queue")
    public MessengerDTO stats(@Descriptor("NAME: the endpoint, such as osd.0") String name) {
        return messengers.ofEndpoint(name).state();
    }

    /** Called by Gogo for arguments that fit nothing else. */
    public Object _main(String[] arguments) {
        throw Usage.refuse(this, arguments);
    }
}
