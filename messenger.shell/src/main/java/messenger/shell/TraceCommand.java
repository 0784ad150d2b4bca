package messenger.shell;

import java.util.Arrays;
import java.util.List;
import org.apache.felix.service.command.Descriptor;

/** The last changes of a session's state. */
final class TraceCommand extends Command {
    private final Messengers messengers;

    TraceCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("list the last changes of a session's state with their reasons, oldest first")
    public List<TraceEntry> trace(
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("PEER: its address or name") @Argument(Kind.PEER) String peer) {
        String[] lines = Sessions.require(messengers.ofEndpoint(name), peer).state().trace;
        return Arrays.stream(lines).map(TraceEntry::of).toList();
    }
}
