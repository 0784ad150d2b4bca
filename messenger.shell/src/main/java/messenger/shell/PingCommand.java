package messenger.shell;

import java.time.Duration;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Messenger;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Measures round trips. A session that it had to open is ended afterwards. */
final class PingCommand extends Command {
    private static final long MAX_COUNT = 1_000_000;
    private static final long MAX_SECONDS = 86_400;

    private final Messengers messengers;

    PingCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor(
            "measure round trips by keepalives, over a session of its own if there is none; fails if none came back")
    public PingResult ping(
            @Descriptor("COUNT: how many to send; 10 if absent")
                    @Parameter(
                            names = {"-n", "--count"},
                            absentValue = "10")
                    @Argument(min = 1, max = MAX_COUNT)
                    int count,
            @Descriptor("SECONDS: between one and the next; 0 if absent")
                    @Parameter(
                            names = {"-i", "--interval"},
                            absentValue = "0")
                    @Argument(max = MAX_SECONDS)
                    Duration interval,
            @Descriptor("SECONDS: how long it may take altogether, besides the intervals; 10 if absent")
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "10")
                    @Argument(max = MAX_SECONDS)
                    Duration timeout,
            @Descriptor("NAME: of the endpoint, such as client.4100") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("PEERTYPE: mon, mds, osd, client, mgr or auth") @Argument(Kind.PEER_TYPE) EntityType type,
            @Descriptor("ADDRESS: the peer's, such as tcp://127.0.0.1:6800") @Argument(Kind.ADDRESS)
                    EntityAddress address)
            throws InterruptedException {
        Messenger messenger = messengers.ofEndpoint(name);
        boolean isNew = Sessions.find(messenger, address).isEmpty();
        Connection connection = messenger.connect(type, address);
        try {
            return new Ping(connection, timeout, interval).run(name, count);
        } finally {
            if (isNew) {
                connection.markDown();
            }
        }
    }
}
