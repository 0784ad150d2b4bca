package messenger.shell;

import messenger.api.EntityAddress;
import org.apache.felix.service.command.Descriptor;

/** Listens at another address; not kept in the configuration. */
final class BindCommand extends Command {
    private final Messengers messengers;

    BindCommand(Messengers messengers) {
        this.messengers = messengers;
    }

    @Descriptor("listen at another address until the transport is restarted; msgr:config NAME bind=... keeps it")
    public EntityAddress bind(
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) String name,
            @Descriptor("ADDRESS: where to listen, such as tcp://127.0.0.1:6800; port 0 chooses one")
                    @Argument(Kind.BIND_ADDRESS)
                    EntityAddress address) {
        return messengers.ofEndpoint(name).bind(address);
    }
}
