package messenger.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import messenger.api.EntityAddress;
import messenger.api.EntityName;
import messenger.api.Messenger;
import messenger.api.MessengerConstants;
import messenger.api.Policy;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Creates an endpoint; when it does not come up, its configurations are deleted again. */
final class CreateCommand extends Command {
    private static final long MAX_NONCE = 0xffff_ffffL;

    private final Messengers messengers;
    private final Configurations configurations;
    private final Transports transports;
    private final Duration patience;

    /** Waits up to {@code patience} for the services. */
    CreateCommand(Messengers messengers, Configurations configurations, Transports transports, Duration patience) {
        this.messengers = messengers;
        this.configurations = configurations;
        this.transports = transports;
        this.patience = patience;
    }

    @Descriptor("create an endpoint and its transports by configuration, and wait until they are there")
    public MessengerDTO create(
            @Descriptor("TYPE=POLICY: policy for peers of a type, or for default, such as client=stateless_server")
                    @Parameter(
                            names = {"-p", "--policy"},
                            absentValue = "")
                    @Argument(Kind.POLICY_ASSIGNMENT)
                    String[] policies,
            @Descriptor("ADDRESS: where to listen, such as tcp://127.0.0.1:6800; nowhere if absent")
                    @Parameter(
                            names = {"-b", "--bind"},
                            absentValue = "")
                    @Argument(Kind.BIND_ADDRESS)
                    EntityAddress[] bind,
            @Descriptor(
                            "TRANSPORT: type of a transport without an address; all that are installed if there is no address")
                    @Parameter(
                            names = {"-t", "--transport"},
                            absentValue = "")
                    @Argument(Kind.TRANSPORT)
                    String[] types,
            @Descriptor("NUMBER: tells instances at one address apart, 0 to 4294967295; random if absent")
                    @Parameter(
                            names = {"--nonce"},
                            absentValue = "")
                    @Argument(max = MAX_NONCE)
                    Long nonce,
            @Descriptor("NAME: of the endpoint, such as osd.0") EntityName name)
            throws IOException, InterruptedException {
        Map<String, Object> properties = new HashMap<>(policies(policies));
        if (nonce != null) {
            properties.put("nonce", nonce);
        }
        Map<TransportInfo, List<EntityAddress>> wanted = transports(types, bind);
        configurations.createEndpoint(name, properties);
        boolean up = false;
        try {
            for (Map.Entry<TransportInfo, List<EntityAddress>> each : wanted.entrySet()) {
                String[] addresses =
                        each.getValue().stream().map(EntityAddress::toString).toArray(String[]::new);
                configurations.createTransport(name, each.getKey(), Map.of("bind", addresses));
            }
            Messenger messenger = await(
                    name,
                    MessengerConstants.TYPE_ANY,
                    "is bundle messenger.core started, and does it accept the configuration?");
            for (Map.Entry<TransportInfo, List<EntityAddress>> each : wanted.entrySet()) {
                await(
                        name,
                        each.getKey().type(),
                        "is bundle " + each.getKey().bundle() + " started, and could it bind " + each.getValue() + "?");
            }
            up = true;
            return messenger.state();
        } finally {
            if (!up) {
                configurations.delete(name);
            }
        }
    }

    private static Map<String, String> policies(String[] words) {
        Map<String, String> policies = new TreeMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("--policy '" + word + "'; allowed: TYPE=POLICY, for example"
                        + " client=stateless_server or default=lossless_peer");
            }
            String type = word.substring(0, equals);
            String policy = word.substring(equals + 1);
            Policy.named(policy);
            if (policies.put(PolicyCommand.key(type), policy) != null) {
                throw new IllegalArgumentException("--policy for " + type + " is given twice");
            }
        }
        return policies;
    }

    /** The transports that it needs, with their addresses. */
    private Map<TransportInfo, List<EntityAddress>> transports(String[] types, EntityAddress[] bind) {
        Map<TransportInfo, List<EntityAddress>> wanted = new LinkedHashMap<>();
        for (EntityAddress address : bind) {
            wanted.computeIfAbsent(transports.ofScheme(address.scheme()), t -> new ArrayList<>())
                    .add(address);
        }
        for (String type : types) {
            wanted.computeIfAbsent(transports.ofType(type), t -> new ArrayList<>());
        }
        if (wanted.isEmpty()) {
            transports.all().forEach(t -> wanted.put(t, List.of()));
        }
        return wanted;
    }

    private Messenger await(EntityName name, String type, String remedy) throws InterruptedException {
        return messengers
                .await(name, type, patience)
                .orElseThrow(() -> new IllegalStateException("no Messenger of type " + type + " for " + name
                        + " within " + patience.toMillis() + " ms: " + remedy
                        + " The log and scr:list say more. Its configurations were deleted again"));
    }
}
