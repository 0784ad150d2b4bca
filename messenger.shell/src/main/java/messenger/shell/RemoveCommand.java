package messenger.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import messenger.api.EntityName;
import org.apache.felix.service.command.Descriptor;

/** Removes an endpoint, and ends its sessions. */
final class RemoveCommand extends Command {
    private final Messengers messengers;
    private final Configurations configurations;
    private final Duration patience;

    /** Waits up to {@code patience} for the services to go. */
    RemoveCommand(Messengers messengers, Configurations configurations, Duration patience) {
        this.messengers = messengers;
        this.configurations = configurations;
        this.patience = patience;
    }

    @Descriptor("remove an endpoint, its transports and its sessions")
    public Removed remove(
            @Descriptor("NAME: of the endpoint, such as osd.0") @Argument(Kind.ENDPOINT) EntityName endpoint)
            throws IOException, InterruptedException {
        List<String> pids = configurations.delete(endpoint);
        if (pids.isEmpty()) {
            messengers.ofEndpoint(endpoint.toString());
            throw new IllegalStateException("endpoint " + endpoint + " is not there by configuration; whatever"
                    + " registered its Messenger must remove it");
        }
        if (!messengers.awaitGone(endpoint, patience)) {
            throw new IllegalStateException("the configurations of " + endpoint + " were deleted, but its Messenger is"
                    + " still there after " + patience.toMillis() + " ms");
        }
        return new Removed(endpoint.toString(), pids);
    }
}
