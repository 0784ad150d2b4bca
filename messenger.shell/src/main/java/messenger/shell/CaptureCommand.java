package messenger.shell;

import java.nio.file.Path;
import java.util.function.Predicate;
import messenger.api.EntityAddress;
import messenger.api.Messenger;
import messenger.api.WireTap;
import messenger.shell.capture.CaptureInfo;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Begins to capture the frames of an endpoint's links. */
final class CaptureCommand extends Command {
    private static final long MEGABYTE = 1_000_000;
    private static final long MAX_MEGABYTES = 1_000_000;

    private final Messengers messengers;
    private final Captures captures;

    CaptureCommand(Messengers messengers, Captures captures) {
        this.messengers = messengers;
        this.captures = captures;
    }

    @Descriptor("capture the frames of an endpoint's links to a file for Wireshark, with all that messages contain")
    public CaptureInfo capture(
            @Descriptor("PEER: only links to this peer, given by its address or by the name of one with a session")
                    @Parameter(
                            names = {"-p", "--peer"},
                            absentValue = "")
                    @Argument(Kind.PEER)
                    String peer,
            @Descriptor("MEGABYTES: size of the file at which it ends; 100 if absent")
                    @Parameter(
                            names = {"-m", "--max"},
                            absentValue = "100")
                    @Argument(min = 1, max = MAX_MEGABYTES)
                    long megabytes,
            @Descriptor("replace a file that exists")
                    @Parameter(
                            names = {"--replace"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean replace,
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("FILE: where to, such as osd0.pcap") @Argument(Kind.FILE) Path file) {
        Messenger messenger = messengers.ofEndpoint(name);
        return captures.start(messenger, file, replace, wanted(messenger, peer), megabytes * MEGABYTE);
    }

    private static Predicate<WireTap.Wire> wanted(Messenger messenger, String peer) {
        if (peer == null) {
            return wire -> true;
        }
        EntityAddress address =
                Sessions.isName(peer) ? Sessions.require(messenger, peer).peerAddress() : EntityAddress.parse(peer);
        return wire -> Sessions.matches(wire.remote(), address)
                || (wire.peer() != null && Sessions.matches(wire.peer(), address));
    }
}
