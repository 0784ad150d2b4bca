package messenger.shell;

import java.util.ArrayList;
import java.util.List;
import messenger.api.EntityType;
import messenger.api.Messenger;
import org.apache.felix.service.command.Descriptor;

/** The policies in force. */
final class PoliciesCommand extends Command {
    private final Messengers messengers;

    PoliciesCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("list the policies for new sessions, by type of peer")
    public List<PolicyInfo> policies(
            @Descriptor("NAME: of an endpoint; all if absent") @Argument(value = Kind.ENDPOINT, optional = true)
                    String name) {
        List<PolicyInfo> policies = new ArrayList<>();
        for (Messenger messenger : messengers.ofEndpoints(name)) {
            for (EntityType type : EntityType.values()) {
                if (type != EntityType.UNKNOWN) {
                    policies.add(new PolicyInfo(messenger.name().toString(), type.toString(), messenger.policy(type)));
                }
            }
        }
        return policies;
    }
}
