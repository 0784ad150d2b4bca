package messenger.shell;

import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Messenger;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Opens a session, without waiting for a link. */
final class ConnectCommand extends Command {
    private final Messengers messengers;

    ConnectCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("open a session with a peer, or find the one there is; does not wait until it is connected")
    public SessionInfo connect(
            @Descriptor("a session of its own besides any that there is, as a party that does not listen")
                    @Parameter(
                            names = {"--separate"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean separate,
            @Descriptor("NAME: of the endpoint, such as client.4100") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("PEERTYPE: mon, mds, osd, client, mgr or auth") @Argument(Kind.PEER_TYPE) EntityType type,
            @Descriptor("ADDRESS: the peer's, such as tcp://127.0.0.1:6800") @Argument(Kind.ADDRESS)
                    EntityAddress address) {
        Messenger messenger = messengers.ofEndpoint(name);
        return SessionInfo.of(
                messenger, separate ? messenger.connectSeparately(type, address) : messenger.connect(type, address));
    }
}
