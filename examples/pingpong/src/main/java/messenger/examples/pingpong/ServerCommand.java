package messenger.examples.pingpong;

import java.io.IOException;
import java.util.List;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.Policy;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.cm.Configuration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that starts a server. */
@Component(service = ServerCommand.class)
@GogoCommand(scope = "example", function = "server")
public final class ServerCommand {
    private static final String USAGE = "usage: example:server ADDRESS [--name NAME] [--policy POLICY] [--fast]";
    private static final String DEFAULT_NAME = "osd.0";
    private static final String DEFAULT_POLICY = "stateful_server";

    private final Endpoints endpoints;

    @Activate
    public ServerCommand(@Reference Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Starts a server; it stays until its configurations are deleted. */
    @Descriptor("serve pings at an address until the framework stops; creates the endpoint unless it exists")
    public Listening server(
            @Descriptor("name of the endpoint; " + DEFAULT_NAME + " if absent")
                    @Parameter(
                            names = {"-n", "--name"},
                            absentValue = "")
                    String name,
            @Descriptor("policy for all peers of a new endpoint; " + DEFAULT_POLICY + " if absent")
                    @Parameter(
                            names = {"-p", "--policy"},
                            absentValue = "")
                    String policy,
            @Descriptor("answer on the receiving thread")
                    @Parameter(
                            names = {"-f", "--fast"},
                            presentValue = "true",
                            absentValue = "false")
                    String fast,
            @Descriptor("where to listen, for example tcp://127.0.0.1:6800; port 0 chooses one") String address)
            throws IOException, InterruptedException {
        EntityName party = EntityName.parse(Options.or(name, DEFAULT_NAME));
        EntityAddress where = EntityAddress.parse(address);
        String type = Endpoints.transportOf(where);
        if (endpoints.exists(party)) {
            Policies.requireAbsent(party, policy);
        } else {
            create(party, type, Options.or(policy, DEFAULT_POLICY), address);
        }
        Messenger messenger = endpoints.await(party, type);
        endpoints.serve(party, Boolean.parseBoolean(fast));
        if (messenger.addresses().stream().noneMatch(bound -> covers(bound, where))) {
            messenger.bind(where);
        }
        return new Listening(
                party.toString(),
                messenger.addresses().stream().map(EntityAddress::toString).toList());
    }

    private void create(EntityName party, String type, String policy, String address)
            throws IOException, InterruptedException {
        Policy.named(policy);
        List<Configuration> created = endpoints.create(party, type, policy, List.of(address));
        boolean up = false;
        try {
            endpoints.await(party, type);
            up = true;
        } finally {
            if (!up) {
                Endpoints.delete(created);
            }
        }
    }

    private static boolean covers(EntityAddress bound, EntityAddress wanted) {
        return bound.scheme().equals(wanted.scheme())
                && (bound.port() == wanted.port() || wanted.port() == 0)
                && (bound.isBlankIp() || bound.ip().equals(wanted.ip()));
    }

    /** Called by Gogo for arguments that fit nothing else. */
    public Object _main(String[] arguments) {
        throw new IllegalArgumentException(USAGE);
    }
}
