package messenger.shell;

import messenger.api.Messenger;
import org.apache.felix.service.command.Descriptor;

/** One session in detail. */
final class SessionCommand extends Command {
    private final Messengers messengers;

    SessionCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("show a session in detail, with its link and its last changes of state")
    public SessionInfo session(
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("PEER: its address or name") @Argument(Kind.PEER) String peer) {
        Messenger messenger = messengers.ofEndpoint(name);
        return SessionInfo.of(messenger, Sessions.require(messenger, peer));
    }
}
