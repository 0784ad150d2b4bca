package messenger.shell;

import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Links in a list. */
final class LinksCommand extends Command {
    private final Messengers messengers;

    LinksCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("list the links of sessions that have one")
    public List<LinkInfo> links(
            @Descriptor("TEXT: part of the peer's name or address, such as client or 192.0.2.")
                    @Parameter(
                            names = {"-p", "--peer"},
                            absentValue = "")
                    @Argument(Kind.PEER)
                    String peer,
            @Descriptor("TRANSPORT: type of the link's transport, such as simple")
                    @Parameter(
                            names = {"-t", "--transport"},
                            absentValue = "")
                    @Argument(Kind.TRANSPORT)
                    String transport,
            @Descriptor("NAME: of an endpoint; all if absent") @Argument(value = Kind.ENDPOINT, optional = true)
                    String name) {
        return new SessionFilter(peer, null, transport)
                .of(messengers.ofEndpoints(name)).stream()
                        .filter(i -> i.session().link != null)
                        .map(i -> new LinkInfo(i.endpoint(), i.session().peerName, i.session().link))
                        .toList();
    }
}
