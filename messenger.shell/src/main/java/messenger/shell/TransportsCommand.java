package messenger.shell;

import java.util.List;
import org.apache.felix.service.command.Descriptor;

/** The transports that are installed. */
final class TransportsCommand extends Command {
    private final Transports transports;

    TransportsCommand(Transports transports) {
        this.transports = transports;
    }

    @Descriptor("list the transports that are installed, with the state of their bundles")
    public List<TransportInfo> transports() {
        return transports.all();
    }
}
