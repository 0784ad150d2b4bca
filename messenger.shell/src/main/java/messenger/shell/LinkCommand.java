package messenger.shell;

import messenger.api.Messenger;
import messenger.api.dto.SessionDTO;
import org.apache.felix.service.command.Descriptor;

/** One link in detail. */
final class LinkCommand extends Command {
    private final Messengers messengers;

    LinkCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("show the link of a session in detail")
    public LinkInfo link(
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("PEER: its address or name") @Argument(Kind.PEER) String peer) {
        Messenger messenger = messengers.ofEndpoint(name);
        SessionDTO session = Sessions.require(messenger, peer).state();
        if (session.link == null) {
            throw new IllegalStateException("the session of " + name + " with " + session.peerAddress
                    + " has no link: it is " + session.state
                    + (session.lastFault == null ? "" : ", " + session.lastFault));
        }
        return new LinkInfo(name, session.peerName, session.link);
    }
}
