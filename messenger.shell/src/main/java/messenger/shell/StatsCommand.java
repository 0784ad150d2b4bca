package messenger.shell;

import java.util.List;
import messenger.api.Messenger;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** What endpoints do and have done. */
final class StatsCommand extends Command {
    private final Messengers messengers;

    StatsCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("show an endpoint, or all, with sessions, links, throttles and dispatch queue")
    public Object stats(
            @Descriptor("as JSON, an array with one object for each endpoint")
                    @Parameter(
                            names = {"--json"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean json,
            @Descriptor("NAME: of an endpoint; all if absent") @Argument(value = Kind.ENDPOINT, optional = true)
                    String name) {
        List<MessengerDTO> states =
                messengers.ofEndpoints(name).stream().map(Messenger::state).toList();
        if (json) {
            return Json.print(states);
        }
        return name == null ? new Stats(states) : states.getFirst();
    }
}
