package messenger.shell;

import java.util.ArrayList;
import java.util.List;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Messenger;
import messenger.api.dto.SessionDTO;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands for sessions and their links. */
@Component(service = SessionCommands.class)
@GogoCommand(
        scope = "msgr",
        function = {"connect", "sessions", "links", "markdown"})
public class SessionCommands {
    private static final String ALL = "--all";

    private final Messengers messengers;

    @Activate
    public SessionCommands(@Reference Messengers messengers) {
        this.messengers = messengers;
    }

    /** Opens a session, without waiting for a link. */
    @Descriptor("open a session with a peer, or find the one there is; does not wait until it is connected")
    public SessionInfo connect(
            @Descriptor("NAME: the endpoint, such as client.4100") String name,
            @Descriptor("PEERTYPE: mon, mds, osd, client, mgr or auth") String peerType,
            @Descriptor("ADDRESS: the peer's, such as tcp://127.0.0.1:6800") String address) {
        EntityType type = EntityType.parse(peerType);
        EntityAddress peer = EntityAddress.parse(address);
        Messenger messenger = messengers.ofEndpoint(name);
        return SessionInfo.of(messenger, messenger.connect(type, peer));
    }

    /** Sessions of all endpoints. */
    @Descriptor("list the sessions of all endpoints")
    public List<SessionInfo> sessions() {
        return messengers.ofEndpoints().stream()
                .flatMap(m -> sessionsOf(m).stream())
                .toList();
    }

    /** Sessions of one endpoint. */
    @Descriptor("list the sessions of an endpoint")
    public List<SessionInfo> sessions(@Descriptor("NAME: the endpoint, such as osd.0") String name) {
        return sessionsOf(messengers.ofEndpoint(name));
    }

    private static List<SessionInfo> sessionsOf(Messenger messenger) {
        return messenger.connections().stream()
                .map(c -> SessionInfo.of(messenger, c))
                .toList();
    }

    /** Links of all endpoints. */
    @Descriptor("list the links of all endpoints")
    public List<LinkInfo> links() {
        return messengers.ofEndpoints().stream()
                .flatMap(m -> linksOf(m).stream())
                .toList();
    }

    /** Links of one endpoint. */
    @Descriptor("list the links of an endpoint")
    public List<LinkInfo> links(@Descriptor("NAME: the endpoint, such as osd.0") String name) {
        return linksOf(messengers.ofEndpoint(name));
    }

    private static List<LinkInfo> linksOf(Messenger messenger) {
        List<LinkInfo> links = new ArrayList<>();
        for (Connection connection : messenger.connections()) {
            SessionDTO session = connection.state();
            if (session.link != null) {
                links.add(new LinkInfo(messenger.name().toString(), session.peerName, session.link));
            }
        }
        return links;
    }

    /** Ends sessions. */
    @Descriptor("end a session, or all of an endpoint; what they have queued is dropped")
    public List<SessionInfo> markdown(
            @Descriptor("NAME: the endpoint, such as osd.0") String name,
            @Descriptor("ADDRESS|--all: the peer's address, such as tcp://127.0.0.1:6800, or all sessions")
                    String address) {
        Messenger messenger = messengers.ofEndpoint(name);
        if (address.equals(ALL)) {
            List<SessionInfo> ended = sessionsOf(messenger);
            messenger.markDownAll();
            return ended;
        }
        Connection connection = Sessions.require(messenger, address);
        SessionInfo ended = SessionInfo.of(messenger, connection);
        messenger.markDown(connection.peerAddress());
        return List.of(ended);
    }

    /** Called by Gogo for arguments that fit nothing else. */
    public Object _main(String[] arguments) {
        throw Usage.refuse(this, arguments);
    }
}
