package messenger.shell;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import messenger.api.Messenger;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Moves an endpoint to new ports. */
final class RebindCommand extends Command {
    private static final int MAX_PORT = 65_535;

    private final Messengers messengers;

    RebindCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("move an endpoint to new ports of its range: ends all its sessions and changes its nonce")
    public MessengerDTO rebind(
            @Descriptor("PORT: not to be taken, besides the present ones")
                    @Parameter(
                            names = {"-a", "--avoid"},
                            absentValue = "")
                    @Argument(min = 1, max = MAX_PORT)
                    Long[] avoid,
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name) {
        Messenger messenger = messengers.ofEndpoint(name);
        Set<Integer> ports = Arrays.stream(avoid).map(Long::intValue).collect(Collectors.toSet());
        messenger.rebind(ports);
        return messenger.state();
    }
}
