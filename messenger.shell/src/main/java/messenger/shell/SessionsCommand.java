package messenger.shell;

import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Sessions in a list. */
final class SessionsCommand extends Command {
    private final Messengers messengers;

    SessionsCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("list sessions")
    public List<SessionInfo> sessions(
            @Descriptor("TEXT: part of the peer's name or address, such as client or 192.0.2.")
                    @Parameter(
                            names = {"-p", "--peer"},
                            absentValue = "")
                    @Argument(Kind.PEER)
                    String peer,
            @Descriptor("STATE: CONNECTING, ACCEPTING, OPEN, STANDBY, WAIT or CLOSED")
                    @Parameter(
                            names = {"-s", "--state"},
                            absentValue = "")
                    @Argument(Kind.STATE)
                    String state,
            @Descriptor("TRANSPORT: type of the link's transport, such as simple")
                    @Parameter(
                            names = {"-t", "--transport"},
                            absentValue = "")
                    @Argument(Kind.TRANSPORT)
                    String transport,
            @Descriptor("NAME: of an endpoint; all if absent") @Argument(value = Kind.ENDPOINT, optional = true)
                    String name) {
        return new SessionFilter(peer, state, transport).of(messengers.ofEndpoints(name));
    }
}
