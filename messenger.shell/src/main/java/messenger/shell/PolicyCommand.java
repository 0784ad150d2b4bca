package messenger.shell;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.api.MessengerConstants;
import messenger.api.Policy;
import org.apache.felix.service.command.Descriptor;

/** Changes a policy by configuration, so that it is kept. */
final class PolicyCommand extends Command {
    static final String DEFAULT = "default";

    private static final String PREFIX = "policy.";

    private final Settings settings;

    PolicyCommand(Settings settings) {
        this.settings = settings;
    }

    @Descriptor("set the policy for new sessions with peers of a type; kept in the endpoint's configuration")
    public List<SettingChange> policy(
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) EntityName name,
            @Descriptor("TYPE: mon, mds, osd, client, mgr, auth, or default for types without one of their own")
                    @Argument(Kind.POLICY_TYPE)
                    String type,
            @Descriptor("POLICY: stateful_server, stateless_server, lossless_peer, lossless_peer_reuse, lossy_client,"
                            + " lossless_client or default")
                    @Argument(Kind.POLICY)
                    String policy)
            throws IOException {
        return settings.change(name, Map.of(key(type), policy), MessengerConstants.ENDPOINT_PID);
    }

    /**
     * Checks the value of a key that may be one for a policy, which Metatype cannot.
     *
     * @throws IllegalArgumentException naming the policies
     */
    static void check(String key, String value) {
        if (key.startsWith(PREFIX) && !value.isBlank()) {
            Policy.named(value);
        }
    }

    /**
     * The configuration's key for the policy for a type of peer.
     *
     * @throws IllegalArgumentException naming the types
     */
    static String key(String type) {
        return PREFIX + (type.equals(DEFAULT) ? type : EntityType.parse(type));
    }
}
