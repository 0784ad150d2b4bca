package messenger.shell;

import java.util.List;
import messenger.api.Connection;
import messenger.api.Messenger;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Ends sessions. */
final class MarkdownCommand extends Command {
    private final Messengers messengers;

    MarkdownCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("end sessions at once: what they have queued is dropped, Dispatchers are told by reset")
    public List<SessionInfo> markdown(
            @Descriptor("all sessions of the endpoint instead of one")
                    @Parameter(
                            names = {"-a", "--all"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean all,
            @Descriptor("without telling the Dispatchers")
                    @Parameter(
                            names = {"-q", "--quiet"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean quiet,
            @Descriptor("not now, but when the link fails: makes the session lossy")
                    @Parameter(
                            names = {"-d", "--disposable"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean disposable,
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("PEER: its address or name; absent with --all") @Argument(value = Kind.PEER, optional = true)
                    String peer) {
        if (all == (peer != null)) {
            throw new IllegalArgumentException(
                    (all ? "PEER '" + peer + "' and --all are given" : "PEER is missing, or --all") + "; usage: "
                            + syntax().usage());
        }
        if (quiet && disposable) {
            throw new IllegalArgumentException(
                    "--quiet ends sessions now, --disposable when their links fail;" + " give one of them");
        }
        Messenger messenger = messengers.ofEndpoint(name);
        List<Connection> connections = all ? messenger.connections() : List.of(Sessions.require(messenger, peer));
        List<SessionInfo> former =
                connections.stream().map(c -> SessionInfo.of(messenger, c)).toList();
        if (disposable) {
            connections.forEach(Connection::markDisposable);
        } else if (quiet) {
            connections.forEach(Connection::markDown);
        } else if (all) {
            messenger.markDownAll();
        } else {
            messenger.markDown(connections.getFirst().peerAddress());
        }
        return former;
    }
}
