package messenger.examples.pingpong;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import messenger.api.Dispatcher;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.api.Policy;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that runs a client. */
@Component(service = ClientCommand.class)
@GogoCommand(scope = "example", function = "client")
public final class ClientCommand {
    private static final String USAGE = "usage: example:client ADDRESS [--name NAME] [--policy POLICY] [--peer TYPE]"
            + " [--count N] [--size BYTES] [--depth D] [--rate MSGS_PER_SECOND] [--warmup N] [--seconds S]"
            + " [--timeout S] [--fast]";
    private static final String DEFAULT_NAME = "client.4100";
    private static final String DEFAULT_PEER = "osd";
    private static final String DEFAULT_POLICY = "lossless_client";

    private final BundleContext context;
    private final Endpoints endpoints;

    @Activate
    public ClientCommand(BundleContext context, @Reference Endpoints endpoints) {
        this.context = context;
        this.endpoints = endpoints;
    }

    /**
     * Runs a client to its end.
     *
     * @return what was counted
     * @throws RunFailedException if anything was lost, duplicated, reordered or corrupted, or the time did not suffice
     */
    @Descriptor("stream pings to a server, verify that they come back once and in order, and measure how fast")
    public ClientSummary client(
            @Descriptor("name of the endpoint; " + DEFAULT_NAME + " if absent. Created for the run unless it exists")
                    @Parameter(
                            names = {"-n", "--name"},
                            absentValue = "")
                    String name,
            @Descriptor("policy for all peers of a new endpoint; " + DEFAULT_POLICY + " if absent")
                    @Parameter(
                            names = {"-p", "--policy"},
                            absentValue = "")
                    String policy,
            @Descriptor("type of the server: mon, mds, osd, client or mgr; " + DEFAULT_PEER + " if absent")
                    @Parameter(
                            names = {"--peer"},
                            absentValue = "")
                    String peer,
            @Descriptor("messages to send after the warm-up; 100000 if absent, 0 for as many as --seconds allows")
                    @Parameter(
                            names = {"-c", "--count"},
                            absentValue = "")
                    String count,
            @Descriptor("payload of each message in bytes; 1024 if absent")
                    @Parameter(
                            names = {"-s", "--size"},
                            absentValue = "")
                    String size,
            @Descriptor("messages on their way at a time; 32 if absent, ignored with --rate")
                    @Parameter(
                            names = {"-d", "--depth"},
                            absentValue = "")
                    String depth,
            @Descriptor("messages per second; 0, as if absent, sends one for each that comes back")
                    @Parameter(
                            names = {"-r", "--rate"},
                            absentValue = "")
                    String rate,
            @Descriptor("messages sent first, verified but not timed; 0 if absent")
                    @Parameter(
                            names = {"-w", "--warmup"},
                            absentValue = "")
                    String warmup,
            @Descriptor("longest time to send, in seconds; 60 if absent")
                    @Parameter(
                            names = {"-t", "--seconds"},
                            absentValue = "")
                    String seconds,
            @Descriptor("longest wait for the last replies, in seconds; 30 if absent")
                    @Parameter(
                            names = {"--timeout"},
                            absentValue = "")
                    String timeout,
            @Descriptor("take the replies on the receiving thread")
                    @Parameter(
                            names = {"-f", "--fast"},
                            presentValue = "true",
                            absentValue = "false")
                    String fast,
            @Descriptor("the server's address, for example tcp://127.0.0.1:6800") String address)
            throws IOException, InterruptedException {
        ClientSettings settings =
                ClientSettings.parse(count, size, depth, rate, warmup, seconds, timeout, Boolean.parseBoolean(fast));
        EntityName party = EntityName.parse(Options.or(name, DEFAULT_NAME));
        EntityType peerType = EntityType.parse(Options.or(peer, DEFAULT_PEER));
        EntityAddress server = EntityAddress.parse(address);
        String type = Endpoints.transportOf(server);
        List<Configuration> created = List.of();
        if (endpoints.exists(party)) {
            Policies.requireAbsent(party, policy);
        } else {
            String chosen = Options.or(policy, DEFAULT_POLICY);
            Policy.named(chosen);
            created = endpoints.create(party, type, chosen, List.of());
        }
        try {
            Messenger messenger = endpoints.await(party, type);
            return run(messenger, party, peerType, server, settings);
        } finally {
            Endpoints.delete(created);
        }
    }

    private ClientSummary run(
            Messenger messenger, EntityName party, EntityType peer, EntityAddress server, ClientSettings settings)
            throws InterruptedException {
        ClientRun run = new ClientRun(settings, party + "/" + UUID.randomUUID(), System.out::println);
        ServiceRegistration<Dispatcher> registration = context.registerService(
                Dispatcher.class,
                run.dispatcher(),
                new Hashtable<>(Map.of(MessengerConstants.ENDPOINT, party.toString())));
        try {
            ClientSummary summary = run.run(() -> messenger.connect(peer, server));
            if (!summary.problems().isEmpty()) {
                throw new RunFailedException(summary);
            }
            return summary;
        } finally {
            registration.unregister();
        }
    }

    /** Called by Gogo for arguments that fit nothing else. */
    public Object _main(String[] arguments) {
        throw new IllegalArgumentException(USAGE);
    }
}
