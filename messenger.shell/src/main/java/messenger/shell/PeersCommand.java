package messenger.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Peers, each with the sums of its sessions. */
final class PeersCommand extends Command {
    private final Messengers messengers;

    PeersCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("list peers, each with the sums of its sessions")
    public List<PeerInfo> peers(
            @Descriptor("TEXT: part of the peer's name or address, such as client or 192.0.2.")
                    @Parameter(
                            names = {"-p", "--peer"},
                            absentValue = "")
                    @Argument(Kind.PEER)
                    String peer,
            @Descriptor("NAME: of an endpoint; all if absent") @Argument(value = Kind.ENDPOINT, optional = true)
                    String name) {
        return new SessionFilter(peer, null, null)
                .of(messengers.ofEndpoints(name)).stream()
                        .collect(Collectors.groupingBy(
                                i -> List.of(i.endpoint(), i.session().peerName),
                                LinkedHashMap::new,
                                Collectors.toList()))
                        .values()
                        .stream()
                        .map(PeerInfo::of)
                        .toList();
    }
}
