package messenger.shell;

import java.util.List;
import org.apache.felix.service.command.Descriptor;

/** How full the throttles are. */
final class ThrottlesCommand extends Command {
    private final Messengers messengers;

    ThrottlesCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("list the throttles, how full they are, and how many receivers wait for them")
    public List<ThrottleInfo> throttles(
            @Descriptor("NAME: of an endpoint; all if absent") @Argument(value = Kind.ENDPOINT, optional = true)
                    String name) {
        return messengers.ofEndpoints(name).stream()
                .flatMap(m -> m.state().throttles.stream()
                        .map(t -> new ThrottleInfo(m.name().toString(), t)))
                .toList();
    }
}
