package messenger.shell;

import java.util.List;
import messenger.api.Messenger;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.service.command.Descriptor;

/** All messengers, or those of one endpoint. */
final class ListCommand extends Command {
    private final Messengers messengers;

    ListCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("list messengers: one of type any for each endpoint, and one for each of its transports")
    public List<MessengerDTO> list(
            @Descriptor("NAME: of an endpoint; all if absent") @Argument(value = Kind.ENDPOINT, optional = true)
                    String name) {
        return messengers.all(name).stream().map(Messenger::state).toList();
    }
}
