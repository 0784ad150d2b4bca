package messenger.shell;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import messenger.api.Connection;
import messenger.api.EntityAddress;
import messenger.api.EntityType;
import messenger.api.Message;
import messenger.api.Messenger;
import messenger.api.NotSentException;
import messenger.api.SendResult;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands that send something. */
@Component(service = TrafficCommands.class)
@GogoCommand(
        scope = "msgr",
        function = {"send", "ping"})
public class TrafficCommands {
    private static final int MAX_TYPE = 0xffff;
    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_SECONDS = 86_400;

    private final Messengers messengers;

    @Activate
    public TrafficCommands(@Reference Messengers messengers) {
        this.messengers = messengers;
    }

    /** Sends one message of raw sections. */
    @Descriptor("send a message whose front section is a text, over a session that there is")
    public Sent send(
            @Descriptor("NAME: the endpoint, such as client.4100") String name,
            @Descriptor("ADDRESS: the peer's, such as tcp://127.0.0.1:6800; msgr:connect opens a session")
                    String address,
            @Descriptor("TYPE: number of the message type, 1 to 65535") String type,
            @Descriptor("TEXT: content, sent in UTF-8") String text)
            throws InterruptedException {
        int number = (int) Values.whole("TYPE", type, 1, MAX_TYPE);
        Messenger messenger = messengers.ofEndpoint(name);
        Connection connection = Sessions.require(messenger, address);
        byte[] front = text.getBytes(StandardCharsets.UTF_8);
        SendResult result = connection.send(
                Message.builder(number).front(ByteBuffer.wrap(front)).build());
        if (result != SendResult.ACCEPTED) {
            throw new NotSentException(
                    "message to " + connection.peerAddress() + " was not accepted: " + result, result);
        }
        return new Sent(messenger.name().toString(), connection.peerAddress().toString(), number, front.length);
    }

    /**
     * Measures round trips. A session that it had to open is ended afterwards.
     *
     * @throws IllegalStateException if nothing came back
     */
    @Descriptor("measure round trips by keepalives; opens a session for it if there is none")
    public PingResult ping(
            @Descriptor("COUNT: how many to send; 10 if absent")
                    @Parameter(
                            names = {"-n", "--count"},
                            absentValue = "10")
                    String count,
            @Descriptor("SECONDS: how long it may take altogether; 10 if absent")
                    @Parameter(
                            names = {"-t", "--timeout"},
                            absentValue = "10")
                    String seconds,
            @Descriptor("NAME: the endpoint, such as client.4100") String name,
            @Descriptor("PEERTYPE: mon, mds, osd, client, mgr or auth") String peerType,
            @Descriptor("ADDRESS: the peer's, such as tcp://127.0.0.1:6800") String address)
            throws InterruptedException {
        int keepalives = (int) Values.whole("--count", count, 1, MAX_COUNT);
        Duration limit = Duration.ofSeconds(Values.whole("--timeout", seconds, 1, MAX_SECONDS));
        EntityType type = EntityType.parse(peerType);
        EntityAddress peer = EntityAddress.parse(address);
        Messenger messenger = messengers.ofEndpoint(name);
        boolean isNew = Sessions.find(messenger, peer).isEmpty();
        Connection connection = messenger.connect(type, peer);
        try {
            return new Ping(connection, limit).run(messenger.name().toString(), keepalives);
        } finally {
            if (isNew) {
                connection.markDown();
            }
        }
    }

    /** Called by Gogo for arguments that fit nothing else. */
    public Object _main(String[] arguments) {
        throw Usage.refuse(this, arguments);
    }
}
